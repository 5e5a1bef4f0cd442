package dev.holdfast.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** One PostgreSQL server for all tests of this JVM, with a schema for each test. */
final class Postgres {

	private static final AtomicInteger schemas = new AtomicInteger();

	private Postgres() {
	}

	/** The properties of a data source whose schema is new and empty, and others. */
	static String[] newSchema(String... others) throws SQLException {
		String schema = "test_" + schemas.incrementAndGet();
		try (Connection connection = Holder.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create schema " + schema);
		}
		List<String> properties = new ArrayList<>(List.of(others));
		properties.add("spring.datasource.url=" + Holder.server.getJdbcUrl("postgres", "postgres") + "&currentSchema="
				+ schema);
		properties.add("spring.datasource.username=postgres");
		properties.add("spring.datasource.password=postgres");
		return properties.toArray(String[]::new);
	}

	private static final class Holder {

		private static final EmbeddedPostgres server = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
