package dev.holdfast.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;

import javax.sql.DataSource;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A database that cannot be worked with stops the start, which says why and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseProblemsTests {

	private static void assertFails(Class<?> application, String... properties) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, application, properties).close());
	}

	private static void assertFails(String... properties) {
		assertFails(ShopApplication.class, properties);
	}

	@Test
	void databaseThatItDoesNotKnow(CapturedOutput output) {
		assertFails("spring.datasource.url=jdbc:hsqldb:mem:shop", "spring.datasource.username=sa");
		assertThat(output).contains("APPLICATION FAILED TO START", "HSQL Database Engine",
				"is not among the databases that Holdfast works with: H2 2.2 or newer, PostgreSQL 14 or newer, "
						+ "MariaDB 10.6 or newer, MySQL 8.0 or newer.",
				"Change spring.datasource.url so that it leads to one of these databases, or choose another DataSource");
	}

	@Test
	@EnabledIf("dev.holdfast.autoconfigure.MariaDb#isAvailable")
	void isolationThatMariaDbHasByItself(CapturedOutput output) throws Exception {
		assertFails(MariaDb.newDatabase());
		assertThat(output).contains("APPLICATION FAILED TO START", "REPEATABLE READ",
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
	}

	@Test
	void commitsThatCannotBeMadeDurable(@TempDir Path directory, CapturedOutput output) throws Exception {
		String url = "jdbc:h2:" + directory.resolve("shop");
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				Statement statement = connection.createStatement()) {
			statement.execute("create user clerk password 'x'");
			statement.execute("grant alter any schema to clerk");
		}
		assertFails("spring.datasource.url=" + url, "spring.datasource.username=clerk", "spring.datasource.password=x");
		assertThat(output).contains("APPLICATION FAILED TO START", "may not make commits durable",
				"ALTER USER CLERK ADMIN TRUE");
	}

	@Test
	void databaseFileThatAnotherProcessHasOpen(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = directory.resolve("shop");
		Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
				"org.h2.tools.Shell", "-url", "jdbc:h2:" + file, "-user", "sa")
			.redirectErrorStream(true)
			.start();
		try {
			other.getOutputStream().write("create table t(i int);\n".getBytes());
			other.getOutputStream().flush();
			waitUntilLocked(file, other);
			assertFails("spring.datasource.url=jdbc:h2:" + file, "spring.datasource.hikari.connection-timeout=2000");
			assertThat(output).contains("APPLICATION FAILED TO START", "Another process has the H2 database",
					"several nodes need PostgreSQL, MySQL or MariaDB");
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	@Test
	void connectionsThatItCannotWorkWith(CapturedOutput output) {
		assertFails("spring.datasource.url=" + Shop.memory(),
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE");
		assertThat(output).contains("APPLICATION FAILED TO START", "Holdfast cannot work with jdbc:h2:mem:",
				"Its connections are at isolation level SERIALIZABLE, and the engine is built on READ COMMITTED.",
				"Set spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
	}

	@Test
	void tablesThatNobodyCreated(CapturedOutput output) {
		assertFails("holdfast.schema.initialize=never");
		assertThat(output).contains("APPLICATION FAILED TO START", "Missing: table holdfast_",
				"Set holdfast.schema.initialize=always, or run classpath:META-INF/holdfast/db/h2/V1__holdfast.sql");
	}

	@Test
	void noDataSource(CapturedOutput output) {
		assertFails(NoDataSource.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "The application has no DataSource bean",
				"Configure a database with spring.datasource.url, or set holdfast.enabled=false.");
	}

	@Test
	void severalDataSources(CapturedOutput output) {
		assertFails(TwoDataSources.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "The application has several DataSource beans",
				"- one", "- other", "Set holdfast.data-source to the name of one of them");
	}

	@Test
	void dataSourceThatDoesNotExist(CapturedOutput output) {
		assertFails("holdfast.data-source=orders");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The property holdfast.data-source names the bean 'orders', but there is no DataSource bean of that name",
				"- dataSource");
	}

	private static void waitUntilLocked(Path file, Process other) {
		await().atMost(Duration.ofMinutes(2)).until(() -> {
			assertThat(other.isAlive()).isTrue();
			try {
				DriverManager.getConnection("jdbc:h2:" + file + ";IFEXISTS=TRUE", "sa", "").close();
				return false;
			}
			catch (SQLException ex) {
				return ex.getErrorCode() == 90020;
			}
		});
	}

	@Test
	void connectionsThatOnlyRead(CapturedOutput output) throws Exception {
		assertFails(Postgres.newSchema("spring.datasource.hikari.read-only=true",
				"spring.datasource.hikari.connection-init-sql=set default_transaction_read_only = on"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Holdfast cannot work with jdbc:postgresql:",
				"Its connections are read-only.", "(default_transaction_read_only is on).",
				"Set spring.datasource.hikari.read-only=false. Connect to the primary, or set the parameter to off");
	}

	@Test
	void databaseFilesThatAreDamaged(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = directory.resolve("shop.mv.db");
		String url = "jdbc:h2:" + directory.resolve("shop");
		DriverManager.getConnection(url, "sa", "").close();
		byte[] bytes = Files.readAllBytes(file);
		Arrays.fill(bytes, 0, 8192, (byte) 'x');
		Files.write(file, bytes);
		assertFails("spring.datasource.url=" + url, "spring.datasource.hikari.connection-timeout=2000");
		assertThat(output).contains("APPLICATION FAILED TO START", "The H2 database " + file + " is damaged.",
				"Restore it from a backup.", "org.h2.tools.Recover");
		assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
	}

	@Test
	void tablesOfANewerVersion(CapturedOutput output) throws Exception {
		String url = Shop.memory();
		Shop.run("spring.datasource.url=" + url).close();
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				Statement statement = connection.createStatement()) {
			statement.execute("update holdfast_schema_version set version = 99");
		}
		assertFails("spring.datasource.url=" + url);
		assertThat(output).contains("APPLICATION FAILED TO START", "have schema version 99", "knows versions up to 1.",
				"Start a version of Holdfast that is at least as new as the one that upgraded them.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataJpaRepositoriesAutoConfiguration.class)
	static class TwoDataSources {

		@Bean
		DataSource one() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

		@Bean
		DataSource other() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { DataSourceAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class NoDataSource {

	}

}
