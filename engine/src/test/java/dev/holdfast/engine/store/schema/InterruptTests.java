package dev.holdfast.engine.store.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine interrupts nobody, but an application may. */
class InterruptTests {

	@Test
	void aThousandTimesLeaveAnAsyncH2FileOpen(@TempDir Path directory) throws Exception {
		String url = "jdbc:h2:async:" + directory.resolve("file") + ";WRITE_DELAY=0";
		try (Connection other = DriverManager.getConnection(url, "sa", "")) {
			try (Statement statement = other.createStatement()) {
				statement.execute("create table t (id int)");
			}
			Thread interrupted = new Thread(() -> work(url));
			interrupted.start();
			while (interrupted.isAlive()) {
				interrupted.interrupt();
				Thread.onSpinWait();
			}
			interrupted.join();
			try (Statement statement = other.createStatement()) {
				assertThat(statement.executeUpdate("insert into t values (-1)")).as("still open").isOne();
			}
		}
	}

	private static void work(String url) {
		for (int i = 0; i < 1000; i++) {
			Thread.currentThread().interrupt();
			try (Connection connection = DriverManager.getConnection(url, "sa", "");
					Statement statement = connection.createStatement()) {
				statement.execute("insert into t values (" + i + ")");
			}
			catch (SQLException ex) {
				Thread.interrupted();
			}
		}
	}

}
