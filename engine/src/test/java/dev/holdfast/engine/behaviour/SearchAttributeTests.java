package dev.holdfast.engine.behaviour;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SearchAttributeTests {

	private static final SearchAttributeKey<String> NOTE = SearchAttributeKey.text("Note");

	private static final SearchAttributeKey<Long> STEP = SearchAttributeKey.longNumber("Step");

	private static final Instant DUE = Instant.parse("2026-01-31T12:00:00.123456Z");

	private static List<String> ids(WorkflowClient client, String query) {
		return client.list(query).stream().map(WorkflowExecution::workflowId).toList();
	}

	private static WorkflowStart<Stepper, String> start(WorkflowClient client, String id) {
		return client.workflow(Stepper::run).id(id);
	}

	@EngineTest
	void areGivenAtTheStartWithTypesOfTheirValues(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		WorkflowHandle<Stepper, String> handle = start(client, "w").searchAttribute("CustomField", "value")
			.searchAttribute("Tags", List.of("red", "blue"))
			.searchAttribute("Count", 5)
			.searchAttribute("Total", 9.5)
			.searchAttribute("Urgent", true)
			.searchAttribute("Due", DUE)
			.searchAttribute("Nothing", null)
			.searchAttribute(NOTE, "Left at the door")
			.start();
		WorkflowExecution execution = handle.describe().execution();
		assertThat(execution.searchAttributes())
			.isEqualTo(Map.of("CustomField", "value", "Tags", List.of("red", "blue"), "Count", 5L, "Total", 9.5,
					"Urgent", true, "Due", DUE, "Note", "Left at the door"));
		assertThat(execution.searchAttribute(NOTE)).contains("Left at the door");
		for (String query : List.of("CustomField = 'value'", "Tags = 'blue'", "Count = 5", "Total > 9", "Urgent = true",
				"Due <= '2026-01-31T12:00:00.123456Z'", "Note = 'DOOR'")) {
			assertThat(client.list(query)).as(query).containsExactly(execution);
			assertThat(client.count(query)).isEqualTo(1);
		}
		assertThat(handle.history().execution().searchAttributes()).isEqualTo(execution.searchAttributes());
	}

	@EngineTest
	void areReadAndChangedByTheWorkflow(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		WorkflowHandle<Stepper, String> handle = start(client, "w").searchAttribute("Color", "red")
			.searchAttribute("Size", 5)
			.start();
		handle.signal(Stepper::set, "Color", "blue");
		assertThat(handle.query(Stepper::attributes)).isEqualTo("{Color=blue, Size=5, Step=1}");
		assertThat(ids(client, "Color = 'red'")).isEmpty();
		assertThat(ids(client, "Color = 'blue' AND Step = 1 AND Size = 5")).containsExactly("w");
		handle.signal(Stepper::set, "Size", null);
		handle.signal(Stepper::set, "Color", "green");
		assertThat(handle.query(Stepper::attributes)).isEqualTo("{Color=green, Step=3}");
		assertThat(ids(client, "Size IS NOT NULL")).isEmpty();
		handle.signal(Stepper::end);
		assertThat(Look.result(handle)).isEqualTo("{Color=green, Step=3}");
		assertThat(handle.describe().execution().searchAttributes()).isEqualTo(Map.of("Color", "green", "Step", 3L));
		assertThat(ids(client, "Color = 'green' AND Status = 'COMPLETED'")).containsExactly("w");
		assertThat(Look.types(handle)).contains("SearchAttributesUpserted");
	}

	@EngineTest
	void changeTheirTypeWithTheirValue(EngineRig rig) {
		WorkflowClient client = rig.start(Typed.class);
		WorkflowHandle<Typed, Void> handle = client.workflow(Typed::run).id("w").searchAttribute("A", "x").start();
		Look.result(handle);
		assertThat(handle.describe().execution().searchAttributes())
			.isEqualTo(Map.of("A", List.of("p", "q"), "Both", "text and more", "Other", 1L));
		assertThat(ids(client, "A = 'x' OR A = 1")).isEmpty();
		assertThat(ids(client, "A = 'q' AND Both = 'more'")).containsExactly("w");
	}

	@EngineTest
	void surviveANodeAndAreKnownToTheNextOne(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Stepper.class);
		WorkflowHandle<Stepper, String> handle = start(first.client(), "w").searchAttribute("Color", "red").start();
		handle.signal(Stepper::set, "Color", "blue");
		EngineRig.await(() -> first.client().count("Color = 'blue'") == 1);
		rig.awaitQuiet();
		first.engine().stop(java.time.Duration.ofSeconds(5));
		WorkflowClient second = rig.startNode(Stepper.class).client();
		second.handle("w").signal("set", "Size", "XL");
		EngineRig.await(() -> second.count("Color = 'blue' AND Size = 'XL' AND Step = 2") == 1);
	}

	@EngineTest
	void belongToTheTransactionOfTheStart(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rig.inTransaction(() -> {
			start(client, "w").searchAttribute("Color", "red").start();
			assertThat(ids(client, "Color = 'red'")).containsExactly("w");
			assertThat(client.count("Color = 'red'")).isEqualTo(1);
			throw new IllegalStateException("changed my mind");
		}));
		assertThat(client.count("Color = 'red'")).isZero();
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_search_attribute", Integer.class)).isZero();
	}

	@EngineTest
	void areGivenToChildren(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Stepper.class);
		WorkflowHandle<Parent, Void> parent = client.workflow(Parent::run)
			.id("p")
			.searchAttribute("Color", "red")
			.start();
		Look.result(parent);
		assertThat(ids(client, "Color = 'blue' AND Note = 'child' AND ParentWorkflowId = 'p'")).containsExactly("c");
		assertThat(client.handle("c").describe().execution().searchAttributes())
			.isEqualTo(Map.of("Color", "blue", "Note", "the child"));
		assertThat(ids(client, "Color = 'red'")).containsExactly("p");
	}

	@EngineTest
	void thatAreInvalidStartNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> start(client, "w").searchAttribute("A", new StringBuilder()).start());
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> start(client, "w").searchAttribute("no name", "x").start());
		assertThat(client.count("")).isZero();
	}

	@EngineTest
	void thatAreInvalidChangeNothingAndCanBeCaught(EngineRig rig) {
		WorkflowClient client = rig.start(Careful.class);
		WorkflowHandle<Careful, String> handle = client.workflow(Careful::run).id("w").start();
		assertThat(Look.result(handle)).contains("at most 255 characters");
		assertThat(handle.describe().execution().searchAttributes()).isEqualTo(Map.of("After", "fine"));
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "SearchAttributesUpserted",
				"WorkflowCompleted");
	}

	@EngineTest
	void areNotChangedByQueries(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		WorkflowHandle<Stepper, String> handle = start(client, "w").start();
		assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> handle.query(Stepper::change)))
			.hasMessageContaining("Workflows.upsertSearchAttributes");
		assertThat(handle.query(Stepper::attributes)).isEqualTo("{}");
		assertThat(client.count("Step IS NOT NULL")).isZero();
	}

	@EngineTest
	void manyStartsWithMixedTypesOfOneNameDoNotDisturbEachOther(EngineRig rig) {
		WorkflowClient client = rig.start(Stepper.class);
		Map<String, Object> values = new TreeMap<>(
				Map.of("a", "5", "b", 5, "c", 5.0, "d", true, "e", DUE, "f", List.of("5", "6"), "g", 6.5));
		values.forEach((id, value) -> start(client, id).searchAttribute("Mixed", value).start());
		start(client, "h").searchAttribute(SearchAttributeKey.text("Mixed"), "no. 5").start();
		assertThat(ids(client, "Mixed = 5")).containsExactlyInAnyOrder("b", "c");
		assertThat(ids(client, "Mixed = '5'")).containsExactlyInAnyOrder("a", "f", "h");
		assertThat(ids(client, "Mixed != 5")).containsExactly("g");
		assertThat(ids(client, "Mixed != '5'")).isEmpty();
		assertThat(ids(client, "Mixed >= '2026-01-01'")).containsExactlyInAnyOrder("a", "e", "f");
		assertThat(ids(client, "Mixed = true")).containsExactly("d");
		assertThat(ids(client, "Mixed = 'true'")).isEmpty();
		assertThat(ids(client, "Mixed IN (5, '6', true)")).containsExactlyInAnyOrder("b", "c", "d", "f");
		assertThat(client.count("Mixed IS NOT NULL")).isEqualTo(8);
	}

	@EngineTest
	void failedTasksWriteNoneOfTheirs(EngineRig rig) {
		WorkflowClient client = rig.maxTaskAttempts(1).start(Broken.class);
		WorkflowHandle<Broken, Void> handle = client.workflow(Broken::run).id("w").start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(client.count("Broken = true")).isZero();
		assertThat(ids(client, "Status = 'Stuck'")).containsExactly("w");
	}

	@Workflow
	public static class Stepper {

		private boolean ended;

		private long steps;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.ended);
			return attributes();
		}

		@SignalMethod
		public void set(String name, String value) {
			this.steps++;
			Workflows.upsertSearchAttributes(name, value);
			Workflows.upsertSearchAttributes(STEP.valueSet(this.steps));
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

		@QueryMethod
		public String attributes() {
			return Workflows.searchAttributes().toString();
		}

		@QueryMethod
		public String change() {
			Workflows.upsertSearchAttributes("Step", 100);
			return "changed";
		}

	}

	@Workflow
	public static class Typed {

		@WorkflowMethod
		public void run() {
			Workflows.upsertSearchAttributes("A", 1);
			Workflows.upsertSearchAttributes(Map.of("A", List.of("p", "q"), "Other", 1));
			Workflows.upsertSearchAttributes(SearchAttributeKey.keyword("Both").valueSet("keyword"),
					SearchAttributeKey.text("Both").valueSet("text and more"));
			if (Workflows.searchAttribute(SearchAttributeKey.longNumber("Other")).orElse(0L) != 1) {
				throw new IllegalStateException("It was just set");
			}
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public void run() {
			Workflows.child(Stepper::run)
				.id("c")
				.searchAttribute("Color", "blue")
				.searchAttribute(NOTE, "the child")
				.parentClosePolicy(ParentClosePolicy.ABANDON)
				.async();
			Workflows.sleep(java.time.Duration.ZERO);
		}

	}

	@Workflow
	public static class Careful {

		@WorkflowMethod
		public String run() {
			try {
				Workflows.upsertSearchAttributes(Map.of("Fine", "x", "Long", "x".repeat(256)));
				return "nothing happened";
			}
			catch (InvalidSearchAttributeException ex) {
				Workflows.upsertSearchAttributes("After", "fine");
				return ex.getMessage();
			}
		}

	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public void run() {
			Workflows.upsertSearchAttributes("Broken", true);
			throw new IllegalStateException("on purpose");
		}

	}

}
