package dev.holdfast.engine.store.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL server for all tests of this JVM, with a schema for each test. */
final class PostgresServer {

	private static final AtomicInteger schemas = new AtomicInteger();

	private PostgresServer() {
	}

	/** A data source whose current schema is new and empty. */
	static PGSimpleDataSource newSchema() throws SQLException {
		String schema = "test_" + schemas.incrementAndGet();
		try (var connection = Holder.server.getPostgresDatabase().getConnection()) {
			Jdbc.execute(connection, "create schema " + schema);
		}
		return inSchema(schema);
	}

	static PGSimpleDataSource inSchema(String schema) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) Holder.server.getPostgresDatabase();
		dataSource.setCurrentSchema(schema);
		return dataSource;
	}

	private static final class Holder {

		private static final EmbeddedPostgres server = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", "on")
					.setServerConfig("synchronous_commit", "on")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
