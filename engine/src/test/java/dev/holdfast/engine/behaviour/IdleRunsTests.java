package dev.holdfast.engine.behaviour;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.Statements;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What runs cost that have nothing to do. */
class IdleRunsTests {

	private static final int RUNS = 150;

	/** With the lease below, three comparisons of memory and database are among them. */
	private static final int POLLS = 60;

	@EngineTest
	void askTheDatabaseForNothingAndAreNotWritten(EngineRig rig) {
		rig.poll(Duration.ofMillis(5)).lease(Duration.ofMillis(100));
		EngineRig.Node node = rig.startNode(OwnershipTests.Waiter.class, Sleeper.class);
		Statements statements = node.countStatements();
		int without = duringPolls(statements);
		for (int i = 0; i < RUNS; i++) {
			node.client().workflow(OwnershipTests.Waiter::run).start();
			node.client().workflow(Sleeper::run).start();
		}
		rig.awaitQuiet();
		List<String> rows = rows(rig);
		assertThat(node.engine().ownedRuns()).isEqualTo(2 * RUNS);
		int with = duringPolls(statements);
		assertThat(with).as("statements with %s runs, where there are %s without", 2 * RUNS, without)
			.isLessThan(without + without / 3);
		assertThat(rows(rig)).isEqualTo(rows);
	}

	/** How many statements a node needs to look for work so many times. */
	private static int duringPolls(Statements statements) {
		int before = all(statements);
		int polls = looks(statements);
		EngineRig.await(() -> looks(statements) >= polls + POLLS);
		return all(statements) - before;
	}

	private static int looks(Statements statements) {
		return sum(statements, "from holdfast_inbox");
	}

	private static int all(Statements statements) {
		return sum(statements, "");
	}

	private static int sum(Statements statements, String text) {
		return statements.counts()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(text))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	private static List<String> rows(EngineRig rig) {
		return rig.jdbc()
			.query("""
					select run_id, version, owner, epoch, next_event_id, wake_at, last_task from holdfast_run
					order by run_id
					""", (row,
					index) -> IntStream.rangeClosed(1, 7).mapToObj((column) -> text(row, column)).toList().toString());
	}

	private static String text(ResultSet row, int column) {
		try {
			Object value = row.getObject(column);
			return (value instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Sleeps for a day. */
	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

}
