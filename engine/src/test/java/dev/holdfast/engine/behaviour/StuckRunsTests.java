package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class StuckRunsTests {

	@EngineTest
	void timeOut(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Broken, String> handle = client.workflow(Broken::run)
			.executionTimeout(Duration.ofHours(1))
			.start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		rig.advance(Duration.ofMinutes(59));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.STUCK);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endWithTheirParent(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		Look.awaitStatus(client.handle("broken"), WorkflowStatus.STUCK);
		parent.terminate("both");
		Look.awaitStatus(client.handle("broken"), WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void needNotBeStuckYetToEnd(EngineRig rig) {
		rig.maxTaskAttempts(100);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		EngineRig.await(() -> client.handle("broken").describe().failedTaskAttempts() > 0);
		parent.terminate("both");
		Look.advanceUntil(rig, Duration.ofSeconds(1),
				() -> Look.status(client.handle("broken")) == WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("broken");
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Broken::run).id("broken").parentClosePolicy(ParentClosePolicy.TERMINATE).execute();
		}

	}

}
