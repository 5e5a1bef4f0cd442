package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.ClientInWorkflowException;
import dev.holdfast.client.InvalidQueryException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExecutionQueryTests {

	private static String ids(WorkflowClient client, String query) {
		List<String> ids = client.list(query).stream().map(WorkflowExecution::workflowId).sorted().toList();
		assertThat(client.count(query)).as(query).isEqualTo(ids.size());
		return String.join(" ", ids);
	}

	private static void check(WorkflowClient client, String... queriesAndIds) {
		Map<String, String> expected = new LinkedHashMap<>();
		Map<String, String> actual = new LinkedHashMap<>();
		for (int i = 0; i < queriesAndIds.length; i += 2) {
			expected.put(queriesAndIds[i], queriesAndIds[i + 1]);
			actual.put(queriesAndIds[i], ids(client, queriesAndIds[i]));
		}
		assertThat(actual).containsExactlyEntriesOf(expected);
	}

	private static void start(WorkflowClient client, String id, Object... attributes) {
		WorkflowStart<Waiting, String> start = client.workflow(Waiting::run).id(id);
		for (int i = 0; i < attributes.length; i += 2) {
			start.searchAttribute((String) attributes[i], attributes[i + 1]);
		}
		start.start();
	}

	@EngineTest
	void keywordsAreComparedAsAWhole(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "City", "Oslo");
		start(client, "b", "City", "Rome");
		start(client, "c", "City", "oslo");
		start(client, "d", "City", "New York");
		start(client, "e", "City", "");
		start(client, "f", "City", "50%_off!");
		start(client, "g");
		check(client, "City = 'Oslo'", "a", "City = 'New'", "", "City != 'Oslo'", "b c d e f", "NOT City = 'Oslo'",
				"b c d e f g", "City IN ('Rome', 'Oslo', 'Bern')", "a b", "City NOT IN ('Rome', 'Oslo')", "c d e f",
				"NOT City IN ('Rome', 'Oslo')", "c d e f g", "City > 'Oslo'", "b c", "City <= 'Oslo'", "a d e f",
				"City BETWEEN 'N' AND 'P'", "a d", "City NOT BETWEEN 'N' AND 'P'", "b c e f", "City STARTS_WITH 'New '",
				"d", "City STARTS_WITH '50%_'", "f", "City STARTS_WITH '%'", "", "City STARTS_WITH ''", "a b c d e f",
				"City NOT STARTS_WITH 'N'", "a b c e f", "City IS NULL", "g", "City IS NOT NULL", "a b c d e f",
				"City = ''", "e", "City = 5", "", "City != 5", "", "City = true", "", "city = 'Oslo'", "",
				"City = 'Oslo'' OR 1 = 1 --'", "");
	}

	@EngineTest
	void listsMatchByAnyOfTheirKeywords(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "Tags", List.of("red", "round"));
		start(client, "b", "Tags", List.of("blue", "round"));
		start(client, "c", "Tags", List.of("green"));
		start(client, "d");
		check(client, "Tags = 'round'", "a b", "Tags = 'red' AND Tags = 'round'", "a", "Tags != 'round'", "c",
				"Tags IN ('red', 'blue')", "a b", "Tags NOT IN ('red', 'blue')", "c", "Tags STARTS_WITH 'r'", "a b",
				"Tags NOT STARTS_WITH 'r'", "c", "Tags BETWEEN 'rf' AND 'z'", "a b", "Tags IS NULL", "d");
	}

	@EngineTest
	void textsMatchByTheirWords(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		client.workflow(Waiting::run)
			.id("a")
			.searchAttribute(SearchAttributeKey.text("Note"), "Left at the door, of No. 7 (Größe XL).")
			.start();
		client.workflow(Waiting::run).id("b").searchAttribute(SearchAttributeKey.text("Note"), "The doormat").start();
		client.workflow(Waiting::run).id("c").searchAttribute(SearchAttributeKey.text("Note"), "…").start();
		start(client, "d");
		check(client, "Note = 'DOOR'", "a", "Note = 'door left'", "a", "Note = 'door right'", "", "Note = 'größe'", "a",
				"Note = '7'", "a", "Note != 'door'", "b c", "Note STARTS_WITH 'door'", "a b",
				"Note STARTS_WITH 'the door'", "a b", "Note IN ('doormat', 'xl')", "a b", "Note = '%'", "",
				"Note = '…'", "", "Note IS NULL", "d", "Note > 'a'", "");
	}

	@EngineTest
	void numbersAreExactWhateverTheirTypes(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "N", 5);
		start(client, "b", "N", 5.5);
		start(client, "c", "N", -7L);
		start(client, "d", "N", Long.MAX_VALUE);
		start(client, "e", "N", Long.MAX_VALUE - 1);
		start(client, "f", "N", 0.1);
		start(client, "g", "N", 1e300);
		start(client, "h", "N", "5");
		check(client, "N = 5", "a", "N = 5.0", "a", "N = 5.5", "b", "N = 0.1", "f", "N != 5", "b c d e f g", "N > 5",
				"b d e g", "N >= 5", "a b d e g", "N > 4.9", "a b d e g", "N < 5", "c f", "N <= 5", "a c f", "N < 5.1",
				"a c f", "N BETWEEN 0.1 AND 5.5", "a b f", "N BETWEEN 0.2 AND 5.4", "a", "N BETWEEN 6 AND 5", "",
				"N NOT BETWEEN 0 AND 10", "c d e g", "N = 9223372036854775807", "d", "N = 9223372036854775806", "e",
				"N > 9223372036854775806", "d g", "N >= 9223372036854775806", "d e g", "N < 9223372036854775807",
				"a b c e f", "N <= 9223372036854775806.5", "a b c e f", "N < 1e30", "a b c d e f", "N > 1e30", "g",
				"N < 1e309", "a b c d e f g", "N > -1e309", "a b c d e f g", "N > 1e309", "", "N = 1e309", "",
				"N IN (5, -7, 0.1)", "a c f", "N = 9223372036854775808", "");
	}

	@EngineTest
	void timesAndTruthValuesAreCompared(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "Due", Instant.parse("2026-01-31T12:00:00.000001Z"), "Paid", true);
		start(client, "b", "Due", Instant.parse("2026-01-31T23:00:00Z"), "Paid", false);
		start(client, "c", "Due", "2026-01-31", "Paid", "true");
		check(client, "Due = '2026-01-31T13:00:00.000001+01:00'", "a", "Due > '2026-01-31T12:00:00.000001Z'", "b",
				"Due BETWEEN '2026-01-31' AND '2026-02-01'", "a b c", "Due = '2026-01-31'", "c", "Due < '2026-02-01'",
				"a b c", "Paid = true", "a", "Paid != true", "b", "Paid IN (true, false)", "a b", "Paid = 'true'", "c",
				"Paid IS NOT NULL", "a b c");
	}

	@EngineTest
	void conditionsAreCombined(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "X", 1, "Y", 1);
		start(client, "b", "X", 1, "Y", 2);
		start(client, "c", "X", 2);
		check(client, "X = 1 AND Y = 1", "a", "X = 2 OR Y = 2", "b c", "X = 2 OR Y = 2 OR WorkflowId = 'a'", "a b c",
				"X = 1 AND (Y = 1 OR Y = 2)", "a b", "NOT (X = 1 AND Y = 1)", "b c", "NOT (X = 2 OR Y = 2)", "a",
				"NOT NOT X = 2", "c", "NOT (X = 1 OR NOT WorkflowId = 'b')", "", "Y != 1 OR X = 2", "b c", "NOT Y != 1",
				"a c", "NOT Y IS NULL", "a b", "NOT Y IS NOT NULL", "c", "", "a b c");
	}

	@EngineTest
	void executionsAreFoundByWhatAllHave(EngineRig rig) {
		WorkflowClient client = rig.worker("other", new WorkerSettings(2, 2)).start(Waiting.class, Parent.class);
		Instant begin = Micros.toInstant(rig.clock().micros());
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).id("parent").start();
		assertThat(Look.result(parent)).isEqualTo("done");
		rig.advance(Duration.ofMinutes(10));
		WorkflowHandle<Waiting, String> waiting = client.workflow(Waiting::run).id("w_1").taskQueue("other").start();
		WorkflowHandle<Waiting, String> second = client.workflow(Waiting::run).id("w12").start();
		rig.advance(Duration.ofMinutes(5));
		second.signal(Waiting::go);
		Look.result(second);
		client.handle("child").terminate("enough");
		String later = begin.plus(Duration.ofMinutes(12)).toString();
		check(client, "WorkflowId = 'w_1'", "w_1", "WorkflowId STARTS_WITH 'w_'", "w_1", "WorkflowId != 'w_1'",
				"child parent w12", "WorkflowId IN ('w_1', 'child')", "child w_1", "RunId = '" + waiting.runId() + "'",
				"w_1", "RunId NOT IN ('" + waiting.runId() + "')", "child parent w12", "WorkflowType = 'Waiting'",
				"child w12 w_1", "WorkflowType NOT STARTS_WITH 'Wait'", "parent", "TaskQueue = 'other'", "w_1",
				"Status = 'Running'", "w_1", "ExecutionStatus != 'RUNNING'", "child parent w12",
				"Status IN ('Completed', 'TERMINATED')", "child parent w12", "StartTime > '" + begin + "'", "w12 w_1",
				"StartTime <= '" + begin + "'", "child parent", "CloseTime IS NULL", "w_1",
				"CloseTime > '" + later + "'", "child w12", "NOT CloseTime > '" + later + "'", "parent w_1",
				"CloseTime != '" + later + "'", "child parent w12", "ExecutionDuration >= '5m'", "child w12",
				"ExecutionDuration < '5m'", "parent", "NOT ExecutionDuration >= '5m'", "parent w_1",
				"ExecutionDuration BETWEEN 'PT5M' AND '6m'", "w12", "HistoryLength > 3", "parent", "HistoryLength <= 1",
				"w_1", "ParentWorkflowId = 'parent'", "child", "ParentWorkflowId IS NULL", "parent w12 w_1",
				"ParentWorkflowId != 'x'", "child", "NOT ParentWorkflowId = 'x'", "child parent w12 w_1",
				"ParentRunId = '" + parent.runId() + "'", "child");
	}

	@EngineTest
	void executionsAreCountedByAField(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class, Parent.class);
		Look.result(client.workflow(Parent::run).id("parent").start());
		start(client, "a");
		client.handle("a").terminate("");
		assertThat(client.countBy("", "Status")).containsExactly(Map.entry("COMPLETED", 1L), Map.entry("RUNNING", 1L),
				Map.entry("TERMINATED", 1L));
		assertThat(client.countBy("CloseTime IS NULL", "workflowType")).containsExactly(Map.entry("Waiting", 1L));
		assertThat(client.countBy("WorkflowId = 'nobody'", "TaskQueue")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> client.countBy("", "RunId"))
			.withMessageContaining("Status, WorkflowType and TaskQueue");
	}

	@EngineTest
	void whatIsNoQueryIsRefusedAtOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		for (String query : Arrays.asList("Status", "Status = 'RUNNING' AND", "1 = 1", "a = 'x")) {
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> client.list(query));
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> client.count(query));
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> client.countBy(query, "Status"));
		}
	}

	@EngineTest(Extent.HALF)
	void longListsAreNoProblem(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "N", 999);
		StringBuilder numbers = new StringBuilder("0");
		StringBuilder texts = new StringBuilder("'x'");
		for (int i = 1; i < 1000; i++) {
			numbers.append(", ").append(i);
			texts.append(", '").append(i).append("'");
		}
		check(client, "N IN (" + numbers + ")", "a", "N IN (" + texts + ")", "", "WorkflowId IN (" + texts + ")", "",
				"N IN (" + texts + ", 999)", "a", "N NOT IN (" + texts + ")", "");
	}

	@EngineTest
	void deepAndWideQueriesTakeNoLonger(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		start(client, "a", "N", 1, "T", "2026-01-01");
		StringBuilder deep = new StringBuilder("N = 1");
		for (int i = 0; i < 19; i++) {
			deep.insert(0, "(").append((i % 2 == 0) ? " OR M = 1)" : " AND T = '2026-01-01')");
		}
		check(client, deep.toString(), "a", "NOT " + deep, "", "M = '2026-01-01'" + " OR T = '2026-01-01'".repeat(19),
				"a", "N = 1" + " AND T = '2026-01-01'".repeat(19), "a", "N = 1" + " AND M != 'x'".repeat(19), "",
				"NOT (M = 'x'" + " OR M = 'x'".repeat(19) + ")", "a");
	}

	@EngineTest
	void workflowCodeMustNotAsk(EngineRig rig) {
		WorkflowClient client = rig.start(Asking.class);
		Asking.client = client;
		assertThat(Look.result(client.workflow(Asking::run).start())).contains("list", "count");
	}

	@Workflow
	public static class Waiting {

		private boolean gone;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.gone);
			return "gone";
		}

		@SignalMethod
		public void go() {
			this.gone = true;
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run() {
			Workflows.child(Waiting::run)
				.id("child")
				.parentClosePolicy(dev.holdfast.workflow.ParentClosePolicy.ABANDON)
				.async();
			Workflows.sideEffect(Integer.class, () -> 1);
			Workflows.sideEffect(Integer.class, () -> 2);
			return "done";
		}

	}

	@Workflow
	public static class Asking {

		static WorkflowClient client;

		@WorkflowMethod
		public String run() {
			StringBuilder messages = new StringBuilder();
			for (Runnable call : List.<Runnable>of(() -> client.list(""), () -> client.count(""),
					() -> client.countBy("", "Status"))) {
				try {
					call.run();
				}
				catch (ClientInWorkflowException ex) {
					messages.append(ex.getMessage());
				}
			}
			return messages.toString();
		}

	}

}
