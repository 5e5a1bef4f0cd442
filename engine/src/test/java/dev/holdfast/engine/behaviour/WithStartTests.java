package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WithStartTests {

	@EngineTest
	void aSignalStartsTheWorkflowAndIsHandledBeforeItsFirstLine(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = start(client, 1, "one").signalWithStart(Collector::add,
				"early");
		assertThat(Look.result(handle)).containsExactly("early", "main");
	}

	@EngineTest
	void aSignalGoesToTheRunThatHasTheId(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> first = start(client, 2, "one").start();
		rig.awaitQuiet();
		WorkflowHandle<Collector, List<String>> second = start(client, 2, "one").signalWithStart(Collector::add, "a");
		assertThat(second.runId()).isEqualTo(first.runId());
		start(client, 2, "one").signalWithStart("add", "b");
		assertThat(Look.result(first)).containsExactly("main", "a", "b");
	}

	@EngineTest
	void thePoliciesDecideAboutIdsInUse(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> first = start(client, 5, "one").start();
		rig.awaitQuiet();
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> start(client, 1, "one").idConflictPolicy(WorkflowIdConflictPolicy.FAIL)
				.signalWithStart(Collector::add, "never"));
		WorkflowHandle<Collector, List<String>> next = start(client, 1, "one")
			.idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
			.signalWithStart(Collector::add, "next");
		assertThat(Look.status(first)).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(Look.result(next)).containsExactly("next", "main");
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> start(client, 1, "one").idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
				.signalWithStart(Collector::add, "never"));
		assertThat(Look.types(first)).containsExactly("WorkflowStarted", "WorkflowTerminated");
	}

	@EngineTest
	void aSignalAndItsStartAreRolledBackTogether(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rig.inTransaction(() -> {
			start(client, 1, "one").signalWithStart(Collector::add, "never");
			throw new IllegalStateException("roll back");
		}));
		for (String table : List.of("holdfast_execution", "holdfast_run", "holdfast_inbox")) {
			assertThat(rig.jdbc().queryForObject("select count(*) from " + table, Integer.class)).isZero();
		}
	}

	@EngineTest
	void manyAtOnceStartOneRunThatReceivesAllOfThem(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Collector.class);
		List<CompletableFuture<WorkflowHandle<Collector, List<String>>>> senders = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String value = "s" + i;
			senders.add(CompletableFuture
				.supplyAsync(() -> start(client, 8, "one").signalWithStart(Collector::add, value)));
		}
		List<String> expected = new ArrayList<>(List.of("main"));
		for (int i = 0; i < 8; i++) {
			expected.add("s" + i);
			senders.get(i).get(20, TimeUnit.SECONDS);
		}
		assertThat(Look.result(senders.get(0).get())).containsExactlyInAnyOrderElementsOf(expected);
	}

	@EngineTest
	void anUpdateStartsTheWorkflowOrGoesToTheRunThatHasTheId(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		int size = start(client, 9, "one").idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.updateWithStart(Collector::addAndCount, "a")
			.execute();
		assertThat(size).as("before the first line").isEqualTo(1);
		assertThat(start(client, 9, "one").idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.updateWithStart("addAndCount", Integer.class, "b")
			.id("b")
			.execute()).isEqualTo(3);
		assertThat(start(client, 9, "one").idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.updateWithStart(Collector::addAndCount, "b")
			.id("b")
			.execute()).as("the same request again").isEqualTo(3);
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> start(client, 9, "one").idConflictPolicy(WorkflowIdConflictPolicy.FAIL)
				.updateWithStart(Collector::addAndCount, "c")
				.execute());
		assertThat(client.handle(Collector.class, "one").update(Collector::addAndCount, "d")).isEqualTo(4);
	}

	@EngineTest
	void anUpdateMustSayWhatHappensIfTheIdIsInUse(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(client, 1, "one").updateWithStart(Collector::addAndCount, "a"))
			.withMessageContaining("idConflictPolicy");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(client, 1, "one").idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
				.updateWithStart(Collector::addAndCount, "a"));
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isZero();
	}

	private static WorkflowStart<Collector, List<String>> start(WorkflowClient client, int messages, String id) {
		return client.workflow(Collector::run, messages).id(id);
	}

	@Workflow
	public static class Collector {

		private final List<String> received = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int messages) {
			this.received.add("main");
			Workflows.await(() -> this.received.size() > messages);
			return this.received;
		}

		@SignalMethod
		public void add(String value) {
			this.received.add(value);
		}

		@UpdateMethod
		public int addAndCount(String value) {
			this.received.add(value);
			return this.received.size();
		}

	}

}
