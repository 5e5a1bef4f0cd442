package dev.holdfast.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.holdfast.engine.store.schema.Durability;
import dev.holdfast.engine.store.schema.H2Durability;
import dev.holdfast.sample.OrderDeskClient;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The proof of durability is itself proven: an order desk that leaves H2 to itself, as if
 * the engine did not care, loses acknowledged work when it is killed, and that is seen.
 * The same with the engine as it is loses nothing.
 */
class H2DurabilityMutationIT {

	private static final int ROUNDS = 5;

	private static final int INVOICES = 512;

	private static final int LINES = 9999;

	private static final Path DIRECTORY = Path.of("target", "durability").toAbsolutePath();

	private static final String URL = "jdbc:h2:async:%s/orderdesk;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;WRITE_DELAY=%d";

	@Test
	void withoutTheGuardAcknowledgedWorkIsLost() throws Exception {
		MutatedOrderDesk careless = new MutatedOrderDesk(DIRECTORY.resolve("careless"))
			.change(H2Durability.class, Map.of("CHECKPOINT", "SET WRITE_DELAY 500"))
			.change(Durability.class, Map.of("""
					SELECT MAX(CAST(SETTING_VALUE AS INTEGER)) FROM INFORMATION_SCHEMA.SETTINGS
					WHERE SETTING_NAME = 'WRITE_DELAY'""", "SELECT 0"));
		String lost = "";
		for (int round = 1; round <= ROUNDS && lost.isEmpty(); round++) {
			lost = lostWhenKilled("careless-" + round, careless.program(), 500);
			System.out.printf("Without the guard, round %d: %s%n", round, lost.isEmpty() ? "nothing lost" : lost);
		}
		assertThat(lost).as("what was lost in %d rounds", ROUNDS).isNotEmpty();
	}

	@Test
	void withTheGuardNothingIsLost() throws Exception {
		assertThat(lostWhenKilled("careful", List.of("-jar", OrderDeskProcess.jar().toString()), 0)).isEmpty();
	}

	/** Kills an order desk as soon as it has acknowledged an import. */
	private static String lostWhenKilled(String name, List<String> program, int writeDelay) throws Exception {
		Path directory = DIRECTORY.resolve(name);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Database database = new Database(URL.formatted(directory, writeDelay), "sa", "", List.of());
		Path log = directory.resolve("life-1.log");
		try (OrderDeskProcess process = OrderDeskProcess.start(log, Place.SAME_MACHINE, program,
				database.orderDeskProperties())) {
			process.awaitReady();
			assertThat(process.client().importForm(OrderDeskClient.GIVEN_FILE).status()).isEqualTo(200);
			process.kill();
		}
		return missing(database);
	}

	/** Says what of the import is not in the database, or torn. */
	private static String missing(Database database) {
		SingleConnectionDataSource connection = database.connect();
		try {
			JdbcClient tables = JdbcClient.create(connection);
			long orders = count(() -> tables.sql("select count(*) from customer_order"));
			long lines = count(() -> tables.sql("select count(*) from order_line"));
			long executions = count(
					() -> tables.sql("select count(*) from holdfast_execution where workflow_id like 'order-%'"));
			return (orders == INVOICES && lines == LINES && executions == INVOICES) ? ""
					: "of %d invoices %d orders with %d lines and %d executions are left".formatted(INVOICES, orders,
							lines, executions);
		}
		finally {
			connection.destroy();
		}
	}

	private static long count(Supplier<JdbcClient.StatementSpec> query) {
		try {
			return query.get().query(Long.class).single();
		}
		catch (DataAccessException ex) {
			// Not even the table is left.
			return 0;
		}
	}

}
