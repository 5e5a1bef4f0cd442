package dev.holdfast.engine.behaviour;

import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.rehearsal.Rehearsal;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Which build of the application has done each task. */
class BuildIdTests {

	@EngineTest
	void isInTheFirstEventThatATaskRecords(EngineRig rig) {
		EngineRig.Node before = rig.build("1.\"4").startNode(Paid.class, Bank.class);
		before.client().workflow(Paid::run).id("w").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node after = rig.build("1.5").startNode(Paid.class, Bank.class);
		WorkflowHandle<Object, Object> handle = after.client().handle("w");
		handle.signal("go");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("paid");
		assertThat(handle.history().events()).extracting(WorkflowHistory.Event::type)
			.containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted", "SignalReceived",
					"WorkflowCompleted");
		List<String> attributes = handle.history().events().stream().map(WorkflowHistory.Event::attributes).toList();
		assertThat(attributes.get(0)).doesNotContain("\"build\"");
		assertThat(attributes.get(1)).endsWith(",\"build\":\"1.\\\"4\"}");
		assertThat(attributes.get(2)).endsWith(",\"build\":\"1.\\\"4\"}");
		assertThat(attributes.get(3)).endsWith("\"build\":\"1.5\"}");
		assertThat(attributes.get(4)).doesNotContain("\"build\"");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNamedWhereCodeAndHistoryPart(EngineRig rig) {
		EngineRig.Node before = rig.build("1.4").startNode(Paid.class, Bank.class);
		before.client().workflow(Paid::run).id("w").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node after = rig.build("1.5").startNode(Unpaid.class, Bank.class);
		Rehearsal rehearsal = after.engine().rehearsals().of(after.engine().executions().latest("w"));
		assertThat(rehearsal.recordedBy()).isEqualTo("1.4");
		assertThat(rehearsal.text()).contains("at event 2").contains("which build 1.4 recorded");
	}

	@Activity
	public static class Bank {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String pay() {
			return "paid";
		}

	}

	@Workflow(name = "Paid")
	public static class Paid {

		private final Bank bank;

		private boolean go;

		public Paid(Bank bank) {
			this.bank = bank;
		}

		@WorkflowMethod
		public String run() {
			String paid = this.bank.pay();
			Workflows.await(() -> this.go);
			return paid;
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow(name = "Paid")
	public static class Unpaid {

		private boolean go;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "unpaid";
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

}
