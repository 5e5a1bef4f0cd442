package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutionsExampleTests {

	@EngineTest
	void aStartSaysWhatHappensWhenTheIdIsInUseOrTheWorkflowFails(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		// tag::start[]
		WorkflowHandle<Ledger, Integer> handle = client.workflow(Ledger::run, 0)
			.id("ledger-7")
			.requestId("import-2024-05-01")
			.idConflictPolicy(WorkflowIdConflictPolicy.FAIL)
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
			.executionTimeout(Duration.ofDays(30))
			.runTimeout(Duration.ofDays(1))
			.retryPolicy(RetryPolicy.maximumAttempts(3).initialInterval(Duration.ofMinutes(1)))
			.start();
		// end::start[]
		handle.signal(Ledger::close);
		assertThat(handle.result(EngineRig.PATIENCE)).isZero();
	}

	@EngineTest
	void aDelayedStartBeginsLater(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		// tag::delay[]
		WorkflowHandle<Ledger, Integer> handle = client.workflow(Ledger::run, 0)
			.startDelay(Duration.ofHours(8))
			.start();
		// end::delay[]
		assertThat(handle.history().events()).hasSize(1);
		handle.signal(Ledger::close);
		assertThat(handle.result(EngineRig.PATIENCE)).isZero();
	}

	@EngineTest
	void handlesFollowTheirChainUnlessTheyArePinned(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, Integer> started = client.workflow(Ledger::run, 0).id("ledger-8").start();
		rig.awaitQuiet();
		String firstRun = started.runId();
		for (int i = 1; i <= 3; i++) {
			started.signal(Ledger::book, i);
		}
		EngineRig.await(() -> !started.describe().execution().runId().equals(firstRun));
		// tag::handles[]
		// Whatever has the id.
		WorkflowHandle<Ledger, ?> current = client.handle(Ledger.class, "ledger-8");
		// That run only.
		WorkflowHandle<Ledger, ?> pinned = client.handle(Ledger.class, "ledger-8", firstRun);
		// All runs of its execution, and no later execution.
		WorkflowHandle<Ledger, ?> chain = pinned.pinnedToChain();
		// end::handles[]
		assertThat(chain.describe().execution().runId()).isEqualTo(current.describe().execution().runId());
		assertThat(pinned.describe().execution().status().isOpen()).isFalse();
		assertThat(client.handle("ledger-8", firstRun).runId()).isEqualTo(pinned.runId());
		assertThat(client.handle("ledger-8").runId()).isNotEqualTo(firstRun);
		current.signal(Ledger::close);
		assertThat(started.result(EngineRig.PATIENCE)).isEqualTo(6);
	}

	@EngineTest
	void aResetGoesOnFromAnEvent(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, Integer> handle = client.workflow(Ledger::run, 40).id("ledger-9").start();
		rig.awaitQuiet();
		handle.signal(Ledger::close);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(40);
		// tag::reset[]
		String newRun = handle.reset(1, "the books were closed too early");
		// end::reset[]
		assertThat(newRun).isNotEqualTo(handle.runId());
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(40);
	}

	// tag::continue[]
	@Workflow
	public static class Ledger {

		private final List<Integer> booked = new ArrayList<>();

		private boolean closed;

		@WorkflowMethod
		public int run(int balance) {
			Workflows
				.await(() -> this.closed || this.booked.size() >= 3 || Workflows.info().isContinueAsNewSuggested());
			int sum = balance + this.booked.stream().mapToInt(Integer::intValue).sum();
			return this.closed ? sum : Workflows.continueAsNew(sum);
		}

		@SignalMethod
		public void book(int amount) {
			this.booked.add(amount);
		}

		@SignalMethod
		public void close() {
			this.closed = true;
		}

	}
	// end::continue[]

}
