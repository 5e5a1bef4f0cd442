package dev.holdfast.engine.store.schema;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.holdfast.engine.testkit.MariaDbServer;
import org.junit.jupiter.api.Assumptions;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** New and empty databases. */
final class Databases {

	private Databases() {
	}

	static DataSource empty(DatabaseKind kind) throws SQLException {
		return switch (kind) {
			case H2 -> h2InMemory("");
			case POSTGRESQL -> PostgresServer.newSchema();
			case MARIADB -> mariaDb();
			case MYSQL -> Assumptions.abort("MySQL runs in Docker only");
		};
	}

	static DataSource mariaDb() throws SQLException {
		Assumptions.assumeTrue(MariaDbServer.isAvailable(), "The class path has no MariaDB for this machine");
		String name = "schema_" + UUID.randomUUID().toString().replace("-", "");
		execute(new DriverManagerDataSource(MariaDbServer.url("mysql")), "create database " + name);
		return new DriverManagerDataSource(MariaDbServer.url(name) + "&transactionIsolation=READ-COMMITTED");
	}

	static DataSource h2InMemory(String settings) {
		return h2("mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + settings);
	}

	static DataSource h2(String url) {
		return new DriverManagerDataSource("jdbc:h2:" + url, "sa", "");
	}

	static void execute(DataSource dataSource, String... statements) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			for (String statement : statements) {
				Jdbc.execute(connection, statement);
			}
		}
	}

	static long queryLong(DataSource dataSource, String sql) {
		return Jdbc.call(dataSource, sql, (connection) -> Jdbc.queryOne(connection, sql, (row) -> row.getLong(1)));
	}

	/** A database that says only what product it is. */
	static DataSource saying(String product, int major, int minor, String url) {
		DatabaseMetaData metaData = proxy(DatabaseMetaData.class, (method) -> switch (method) {
			case "getDatabaseProductName" -> product;
			case "getDatabaseProductVersion" -> major + "." + minor;
			case "getDatabaseMajorVersion" -> major;
			case "getDatabaseMinorVersion" -> minor;
			case "getURL" -> url;
			default -> throw new UnsupportedOperationException(method);
		});
		Connection connection = proxy(Connection.class, (method) -> switch (method) {
			case "getMetaData" -> metaData;
			case "close" -> null;
			default -> throw new UnsupportedOperationException(method);
		});
		return new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				return connection;
			}

			@Override
			public Connection getConnection(String username, String password) {
				return connection;
			}

		};
	}

	private static <T> T proxy(Class<T> type, Function<String, Object> answers) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> answers.apply(method.getName())));
	}

}
