package dev.holdfast.engine.store.schema;

import java.time.Duration;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.store.schema.DurabilityReport.Level;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an acknowledged commit survives. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("what is written to the console is everybody's")
class DurabilityTests {

	private static final String IN_FORCE = """
			SELECT MAX(CAST(SETTING_VALUE AS INTEGER)) FROM INFORMATION_SCHEMA.SETTINGS
			WHERE SETTING_NAME = 'WRITE_DELAY'""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void delayOfAnH2FileIsSwitchedOff(H2Durability wanted, CapturedOutput output) {
		try (HikariDataSource pool = pool("jdbc:h2:async:" + this.directory + "/app")) {
			assertThat(Databases.queryLong(pool, IN_FORCE)).isEqualTo(500);
			Durability durability = Durability.establish(pool, DatabaseKind.H2, wanted);
			assertThat(Databases.queryLong(pool, IN_FORCE)).isZero();
			assertThat(durability.describe().level().name()).isEqualTo(wanted.name());
			assertThat(durability.describe().label()).isEqualTo(wanted.name().toLowerCase(Locale.ROOT));
			assertThat(durability.describe().hints()).singleElement().asString().contains(";WRITE_DELAY=0");
			assertThat(output).containsOnlyOnce("from 500 ms to 0").doesNotContain("without async:");
		}
	}

	@Test
	void recommendedUrlNeedsNoWord(CapturedOutput output) {
		String url = "jdbc:h2:async:" + this.directory + "/app;WRITE_DELAY=0";
		try (HikariDataSource pool = pool(url)) {
			Durability durability = Durability.establish(pool, DatabaseKind.H2, H2Durability.PROCESS);
			durability.recheck();
			assertThat(durability.describe()).isEqualTo(new DurabilityReport(Level.PROCESS, List.of()));
		}
		assertThat(output.getOut()).doesNotContain("WRITE_DELAY");
	}

	@Test
	void delayIsSwitchedOffAgainWhenTheFileWasOpenedAgain(CapturedOutput output) {
		try (HikariDataSource pool = pool("jdbc:h2:async:" + this.directory + "/app")) {
			Durability durability = Durability.establish(pool, DatabaseKind.H2, H2Durability.PROCESS);
			for (int i = 0; i < 2; i++) {
				Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
					pool.getHikariPoolMXBean().softEvictConnections(); // the file is
																		// closed with the
																		// last of them
					assertThat(Databases.queryLong(pool, IN_FORCE)).isEqualTo(500);
				});
				durability.recheck();
				assertThat(Databases.queryLong(pool, IN_FORCE)).isZero();
			}
			assertThat(output).containsOnlyOnce("had become 500 ms again");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ";WRITE_DELAY=200", "" })
	void delayThatComesBackWithEachConnectionIsRefused(String setting) {
		DataSource dataSource = Databases.h2("async:" + this.directory + "/app" + setting);
		assertThatExceptionOfType(DurabilityException.class)
			.isThrownBy(() -> Durability.establish(dataSource, DatabaseKind.H2, H2Durability.PROCESS))
			.withMessageContaining("Add ;WRITE_DELAY=0 to the JDBC URL");
	}

	@ParameterizedTest
	@EnumSource
	void userWhoMayNotChangeTheDelayIsRefused(H2Durability wanted) throws Exception {
		String url = "jdbc:h2:async:" + this.directory + "/app";
		try (Connection admin = DriverManager.getConnection(url, "sa", "")) {
			Jdbc.execute(admin, "create user joe password 'x'");
			try (HikariDataSource pool = pool(url)) {
				pool.setUsername("joe");
				pool.setPassword("x");
				assertThatExceptionOfType(DurabilityException.class)
					.isThrownBy(() -> Durability.establish(pool, DatabaseKind.H2, wanted))
					.withMessageContainingAll("The user JOE",
							"holdfast.h2.durability=" + wanted.name().toLowerCase(Locale.ROOT),
							"ALTER USER JOE ADMIN TRUE");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mem:durability", "mem:", "memFS:/durability", "nioMemLZF:/durability",
			"split:memFS:/durability" })
	void databaseInMemoryIsWarnedOf(String url, CapturedOutput output) throws Exception {
		DataSource dataSource = Databases.h2(url + ";DB_CLOSE_DELAY=-1");
		Durability durability = Durability.establish(dataSource, DatabaseKind.H2, H2Durability.POWER);
		assertThat(durability.describe().label()).isEqualTo("none");
		assertThat(output).containsOnlyOnce("WARN").contains("all workflows are gone when the process ends");
		durability.recheck();
		try (Connection connection = dataSource.getConnection()) {
			durability.sync(connection);
			Jdbc.execute(connection, "shutdown");
		}
	}

	@Test
	void fileThatAnInterruptClosesIsHintedAt(CapturedOutput output) {
		try (HikariDataSource pool = pool("jdbc:h2:" + this.directory + "/app;WRITE_DELAY=0")) {
			Durability durability = Durability.establish(pool, DatabaseKind.H2, H2Durability.PROCESS);
			assertThat(durability.describe().hints()).singleElement().asString().contains("jdbc:h2:async:");
			assertThat(output).contains("opened without async:");
		}
	}

	@ParameterizedTest
	@EnumSource
	void syncLeavesTransactionsOpen(H2Durability wanted) throws Exception {
		try (HikariDataSource pool = pool("jdbc:h2:async:" + this.directory + "/app;WRITE_DELAY=0")) {
			Durability durability = Durability.establish(pool, DatabaseKind.H2, wanted);
			Databases.execute(pool, "create table t (i integer)");
			try (Connection connection = pool.getConnection()) {
				connection.setAutoCommit(false);
				Jdbc.execute(connection, "insert into t values (1)");
				durability.sync(connection);
				connection.rollback();
			}
			assertThat(Databases.queryLong(pool, "select count(*) from t")).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void acknowledgedWorkSurvivesAKilledProcess(H2Durability wanted) throws Exception {
		String url = "jdbc:h2:async:" + this.directory + "/app";
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Writer.class.getName(), url, wanted.name());
		Process writer = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		int acknowledged = 0;
		try (BufferedReader output = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
			String line = output.readLine();
			while (acknowledged < 300 && line != null) {
				acknowledged = line.startsWith("written ") ? Integer.parseInt(line.substring(8)) : acknowledged;
				line = (acknowledged < 300) ? output.readLine() : line;
			}
			writer.destroyForcibly().waitFor();
		}
		assertThat(acknowledged).isEqualTo(300);
		DataSource left = Databases.h2(url.substring("jdbc:h2:".length()));
		assertThat(Databases.queryLong(left, "select count(*) from t where i <= " + acknowledged))
			.as("each of those that were acknowledged")
			.isEqualTo(acknowledged);
		assertThat(Databases.queryLong(left, "select count(*) from t")).as("and no gap behind them")
			.isEqualTo(Databases.queryLong(left, "select max(i) from t"));
	}

	@Test
	void postgresqlLooksAfterItself(CapturedOutput output) throws Exception {
		DataSource dataSource = PostgresServer.newSchema();
		Durability durability = Durability.establish(dataSource, DatabaseKind.POSTGRESQL, H2Durability.POWER);
		durability.recheck();
		try (Connection connection = dataSource.getConnection()) {
			durability.sync(connection);
		}
		assertThat(durability.describe().label()).isEqualTo("database");
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void carelessPostgresqlIsWarnedOf(CapturedOutput output) throws Exception {
		PGSimpleDataSource dataSource = PostgresServer.newSchema();
		dataSource.setOptions("-c synchronous_commit=off");
		Durability durability = Durability.establish(dataSource, DatabaseKind.POSTGRESQL, H2Durability.PROCESS);
		assertThat(durability.describe().hints()).singleElement().asString().contains("synchronous_commit=off");
		assertThat(output).contains("synchronous_commit=off");
	}

	@Test
	void carelessMariaDbIsWarnedOf(CapturedOutput output) throws Exception {
		Durability durability = Durability.establish(Databases.empty(DatabaseKind.MARIADB), DatabaseKind.MARIADB,
				H2Durability.PROCESS);
		assertThat(durability.describe().hints()).hasSize(2)
			.anyMatch((hint) -> hint.contains("MariaDB runs with innodb_flush_log_at_trx_commit=2"));
		assertThat(output).contains("innodb_doublewrite=OFF");
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername("sa");
		pool.setMaximumPoolSize(1);
		return pool;
	}

	/** Writes numbers, and says so after each. */
	static final class Writer {

		private Writer() {
		}

		public static void main(String[] arguments) throws SQLException {
			try (HikariDataSource pool = pool(arguments[0])) {
				Durability durability = Durability.establish(pool, DatabaseKind.H2, H2Durability.valueOf(arguments[1]));
				Databases.execute(pool, "create table t (i integer primary key)");
				for (int i = 1; i < 1_000_000; i++) {
					try (Connection connection = pool.getConnection()) {
						Jdbc.execute(connection, "insert into t values (%d)".formatted(i));
						durability.sync(connection);
					}
					System.out.println("written " + i);
				}
			}
		}

	}

}
