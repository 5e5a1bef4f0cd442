package dev.holdfast.engine.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Fresh databases: H2 in memory, H2 in a file, or one in a PostgreSQL server that all
 * tests of a JVM share.
 */
public enum TestDatabase {

	H2 {

		@Override
		public HikariDataSource create() {
			return pool("jdbc:h2:mem:test" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
		}

	},

	POSTGRESQL {

		@Override
		public HikariDataSource create() {
			String name = "test" + COUNT.incrementAndGet();
			try (Connection connection = PostgresServer.INSTANCE.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("create database " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return pool("jdbc:postgresql://localhost:" + PostgresServer.INSTANCE.getPort() + "/" + name, "postgres",
					"postgres");
		}

	};

	static final AtomicInteger COUNT = new AtomicInteger();

	public abstract HikariDataSource create();

	static HikariDataSource pool(String url, String user, String password) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(user);
		config.setPassword(password);
		config.setMaximumPoolSize(10);
		config.setMinimumIdle(1);
		return new HikariDataSource(config);
	}

	private static final class PostgresServer {

		static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", "on")
					.setServerConfig("synchronous_commit", "on")
					.setServerConfig("full_page_writes", "on")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
