package dev.holdfast.benchmarks.whole;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The server of all contestants, which waits for the disk as one in production does. */
final class Postgres implements AutoCloseable {

	private static final long LONGEST_VACUUM_NANOS = 10_000_000_000L;

	private final EmbeddedPostgres server;

	Postgres() throws IOException {
		this.server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("shared_buffers", "512MB")
			.setServerConfig("max_wal_size", "4GB")
			.start();
	}

	/** Makes a database, in the place of one that may be there, and answers its URL. */
	String create(String database) throws SQLException {
		execute("postgres", "drop database if exists " + database + " with (force)");
		execute("postgres", "create database " + database);
		return url(database);
	}

	String url(String database) {
		return this.server.getJdbcUrl("postgres", database) + "&reWriteBatchedInserts=true";
	}

	void execute(String database, String sql) throws SQLException {
		try (Connection connection = this.server.getDatabase("postgres", database).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Lets the server end what the work before has left it to do, so that nobody pays for
	 * what somebody else wrote; but not for ever.
	 */
	void settle() throws SQLException, InterruptedException {
		execute("postgres", "checkpoint");
		long end = System.nanoTime() + LONGEST_VACUUM_NANOS;
		while (isVacuuming() && System.nanoTime() < end) {
			Thread.sleep(100);
		}
	}

	private boolean isVacuuming() throws SQLException {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("select 1 from pg_stat_activity where backend_type = 'autovacuum worker'")) {
			return rows.next();
		}
	}

	/** Seconds that it takes to read all that a query finds, column by column. */
	double read(String database, String sql) throws SQLException {
		long began = System.nanoTime();
		try (Connection connection = this.server.getDatabase("postgres", database).getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.setFetchSize(1000);
				try (ResultSet rows = statement.executeQuery(sql)) {
					int columns = rows.getMetaData().getColumnCount();
					while (rows.next()) {
						for (int i = 1; i <= columns; i++) {
							rows.getObject(i);
						}
					}
				}
			}
		}
		return (System.nanoTime() - began) / 1e9;
	}

	String version() throws SQLException {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("show server_version")) {
			rows.next();
			return rows.getString(1).split(" ")[0];
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
