package dev.holdfast.engine.store.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.testkit.MariaDbServer;
import dev.holdfast.engine.time.Micros;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.h2.tools.Server;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/** What databases and connections the engine accepts. */
class DatabaseKindTests {

	private static final String SUPPORTED = "H2 2.2 or newer, PostgreSQL 14 or newer, MariaDB 10.6 or newer, "
			+ "MySQL 8.0 or newer.";

	@ParameterizedTest
	@EnumSource
	void isFoundOut(DatabaseKind kind) throws Exception {
		assertThat(DatabaseKind.of(Databases.empty(kind))).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource({ "HSQL Database Engine,2,7", "Oracle,23,0", "Microsoft SQL Server,16,0" })
	void otherProductsAreRefused(String product, int major, int minor) {
		DataSource dataSource = Databases.saying(product, major, minor, "jdbc:x://joe:secret@db/app?password=secret");
		assertRefused(dataSource).withMessageStartingWith(product + " " + major + "." + minor
				+ " at jdbc:x://db/app is not among " + "the databases that Holdfast works with: " + SUPPORTED);
	}

	@ParameterizedTest
	@CsvSource({ "H2,1,4", "H2,2,1", "PostgreSQL,13,22", "PostgreSQL,9,6", "MariaDB,10,5", "MySQL,5,7" })
	void oldVersionsAreRefused(String product, int major, int minor) {
		assertRefused(Databases.saying(product, major, minor, "jdbc:y:app;password=secret"))
			.withMessageStartingWith(product + " " + major + "." + minor
					+ " at jdbc:y:app is too old for Holdfast, which works " + "with: " + SUPPORTED);
	}

	@ParameterizedTest
	@EnumSource
	void otherIsolationLevelsAreRefused(DatabaseKind kind) throws Exception {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(Databases.empty(kind));
			pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
			assertRefused(pool).withMessageContainingAll("REPEATABLE READ",
					"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
		}
	}

	@Test
	void isolationLevelOfThePostgresqlServerCounts() throws Exception {
		PGSimpleDataSource dataSource = PostgresServer.newSchema();
		dataSource.setOptions("-c default_transaction_isolation=serializable");
		assertRefused(dataSource).withMessageContaining("SERIALIZABLE");
	}

	@Test
	void readOnlyConnectionsAreRefused() throws Exception {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(PostgresServer.newSchema());
			pool.setReadOnly(true);
			assertRefused(pool).withMessageContaining("spring.datasource.hikari.read-only=false");
		}
	}

	@Test
	void readOnlyPostgresqlServerIsRefused() throws Exception {
		PGSimpleDataSource dataSource = PostgresServer.newSchema();
		dataSource.setOptions("-c default_transaction_read_only=on -c default_transaction_isolation=serializable");
		assertRefused(dataSource).withMessageContainingAll("default_transaction_read_only", "SERIALIZABLE");
	}

	@Test
	void standbyIsRefused(@TempDir Path directory) throws Exception {
		EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false).start().close();
		Files.createFile(directory.resolve("standby.signal"));
		try (EmbeddedPostgres standby = EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.start()) {
			assertRefused(standby.getPostgresDatabase()).withMessageContaining("Connect to the primary.");
		}
	}

	@Test
	void readOnlyMariaDbServerIsRefused() throws Exception {
		Assumptions.assumeTrue(MariaDbServer.isAvailable(), "The class path has no MariaDB for this machine");
		MariaDbServer.Running server = MariaDbServer.start();
		try {
			DataSource dataSource = new DriverManagerDataSource("jdbc:mariadb://localhost:" + server.port()
					+ "/?user=holdfast&password=holdfast&transactionIsolation=READ-COMMITTED");
			Databases.execute(dataSource, "set global read_only = 1");
			assertRefused(dataSource).withMessageContainingAll("The server is read-only (read_only is on)",
					"Connect to the primary.", "Its URL names no database.");
		}
		finally {
			server.stop();
		}
	}

	@Test
	void readOnlyH2FileIsRefused(@TempDir Path directory) throws Exception {
		Databases.execute(Databases.h2(directory + "/app"), "create table t (i integer)");
		assertRefused(Databases.h2(directory + "/app;ACCESS_MODE_DATA=r")).withMessageContaining("read-only");
	}

	@Test
	void h2ServerIsRefused(@TempDir Path directory) throws Exception {
		Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		try {
			assertRefused(Databases.h2("tcp://localhost:" + server.getPort() + "/" + directory + "/app"))
				.withMessageContainingAll("need PostgreSQL", "jdbc:h2:async:");
		}
		finally {
			server.stop();
		}
	}

	@Test
	void unreachableDatabaseIsNotAnUnsupportedOne() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setPortNumbers(new int[] { 1 });
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> DatabaseKind.of(dataSource));
	}

	@ParameterizedTest
	@EnumSource
	void tellsTheTimeToTheMicrosecond(DatabaseKind kind) throws Exception {
		try (Connection connection = Databases.empty(kind).getConnection()) {
			Jdbc.execute(connection, switch (kind) {
				case H2 -> "set time zone '+05:45'";
				case POSTGRESQL -> "set time zone 'Asia/Kathmandu'";
				case MARIADB, MYSQL -> "set time_zone = '+05:45'";
			});
			boolean micros = false;
			for (int i = 0; i < 10; i++) {
				long time = Jdbc.queryOne(connection, kind.currentTimeMicrosSql(), (row) -> row.getLong(1));
				assertThat(time).isCloseTo(Micros.of(Instant.now()), within(Micros.of(Duration.ofSeconds(10))));
				micros |= time % 1000 != 0;
			}
			assertThat(micros).isTrue();
		}
	}

	private static ThrowableAssertAlternative<UnsupportedDatabaseException> assertRefused(DataSource dataSource) {
		return assertThatExceptionOfType(UnsupportedDatabaseException.class)
			.isThrownBy(() -> DatabaseKind.of(dataSource));
	}

}
