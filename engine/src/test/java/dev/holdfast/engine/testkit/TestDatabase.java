package dev.holdfast.engine.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Fresh databases: H2 in memory, or one in a PostgreSQL or MariaDB server that all tests
 * of a JVM share.
 */
public enum TestDatabase {

	H2 {

		@Override
		public HikariDataSource create() {
			return pool("jdbc:h2:mem:test" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
		}

		@Override
		public void destroy(HikariDataSource dataSource) {
			execute(dataSource, "set db_close_delay 0");
			dataSource.close();
		}

	},

	POSTGRESQL {

		@Override
		public HikariDataSource create() {
			String name = "test" + COUNT.incrementAndGet();
			execute(PostgresServer.INSTANCE.getPostgresDatabase(), "create database " + name);
			return pool("jdbc:postgresql://localhost:" + PostgresServer.INSTANCE.getPort() + "/" + name, "postgres",
					"postgres");
		}

		@Override
		public void destroy(HikariDataSource dataSource) {
			String url = dataSource.getJdbcUrl();
			dataSource.close();
			execute(PostgresServer.INSTANCE.getPostgresDatabase(),
					"drop database " + url.substring(url.lastIndexOf('/') + 1) + " with (force)");
		}

	},

	MARIADB {

		@Override
		public HikariDataSource create() {
			String name = "test" + COUNT.incrementAndGet();
			execute(server(), "create database " + name);
			return pool(MariaDbServer.url(name) + "&transactionIsolation=READ-COMMITTED", null, null);
		}

		@Override
		public void destroy(HikariDataSource dataSource) {
			String url = dataSource.getJdbcUrl();
			dataSource.close();
			execute(server(), "drop database " + url.substring(url.lastIndexOf('/') + 1, url.indexOf('?')));
		}

		private DataSource server() {
			return new DriverManagerDataSource(MariaDbServer.url("mysql"));
		}

	};

	static final AtomicInteger COUNT = new AtomicInteger();

	public abstract HikariDataSource create();

	/** Ends a database that was created, with all that is in it. */
	public abstract void destroy(HikariDataSource dataSource);

	static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	/** A pool that opens with the first connection, and can be set up until then. */
	static HikariDataSource pool(String url, @Nullable String user, @Nullable String password) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(user);
		pool.setPassword(password);
		pool.setMaximumPoolSize(10);
		pool.setMinimumIdle(1);
		return pool;
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
