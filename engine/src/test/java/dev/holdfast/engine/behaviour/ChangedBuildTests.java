package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What is stuck is tried again by a build whose code has changed, and by no other. */
class ChangedBuildTests {

	@EngineTest
	void carriesOnWhatTheOldOneCouldNot(EngineRig rig) {
		WorkflowHandle<?, ?> stuck = stuck(rig, rig.startNode(Broken.class));
		stuck.signal("pay", 7);
		assertThat(Look.status(stuck)).as("messages are taken, and wait").isEqualTo(WorkflowStatus.STUCK);
		EngineRig.Node repaired = rig.startNode(Repaired.class);
		assertThat(repaired.client().handle("bill").result(EngineRig.PATIENCE)).isEqualTo("paid 7");
		assertThat(Look.types(repaired.client().handle("bill"))).containsOnlyOnce("SignalReceived");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNotTheSameOneAgain(EngineRig rig) {
		Failures failures = new Failures();
		rig.metrics(failures);
		EngineRig.Node node = rig.startNode(Broken.class);
		stuck(rig, node);
		node.stop();
		int before = failures.count.get();
		EngineRig.Node again = rig.startNode(Broken.class);
		awaitPolls(rig, again);
		assertThat(Look.status(again.client().handle("bill"))).isEqualTo(WorkflowStatus.STUCK);
		assertThat(failures.count).hasValue(before);
	}

	@EngineTest
	void triesOnceIfItIsNoBetter(EngineRig rig) {
		Failures failures = new Failures();
		rig.metrics(failures).maxTaskAttempts(1);
		EngineRig.Node node = rig.startNode(Broken.class);
		stuck(rig, node);
		node.stop();
		EngineRig.Node other = rig.startNode(BrokenOtherwise.class);
		EngineRig.await(() -> failures.count.get() == 2);
		Look.awaitStatus(other.client().handle("bill"), WorkflowStatus.STUCK);
		assertThat(other.client().handle("bill").describe().lastTaskFailure()).contains("another mistake");
		other.stop();
		EngineRig.Node again = rig.startNode(BrokenOtherwise.class);
		awaitPolls(rig, again);
		assertThat(failures.count).as("one try for each build").hasValue(2);
	}

	@EngineTest
	void doesSoItselfWhileOldNodesAreStillThere(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node old = rig.startNode(Broken.class);
		WorkflowHandle<?, ?> stuck = stuck(rig, old);
		EngineRig.Node repaired = rig.startNode(Repaired.class);
		EngineRig.await(() -> Look.status(stuck) == WorkflowStatus.RUNNING);
		repaired.client().handle("bill").signal("pay", 1);
		assertThat(Look.result(repaired.client().handle("bill"))).isEqualTo("paid 1");
	}

	@EngineTest
	void doesNotTouchWhatCodeCannotMend(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Broken.class);
		WorkflowHandle<?, ?> stuck = stuck(rig, node);
		rig.jdbc().update("update holdfast_execution set stuck_code = null");
		EngineRig.Node repaired = rig.startNode(Repaired.class);
		awaitPolls(rig, repaired);
		assertThat(Look.status(stuck)).isEqualTo(WorkflowStatus.STUCK);
	}

	private static WorkflowHandle<?, ?> stuck(EngineRig rig, EngineRig.Node node) {
		node.client().workflow("Bill", String.class).id("bill").start();
		WorkflowHandle<?, ?> handle = node.client().handle("bill");
		Look.advanceUntil(rig, Duration.ofMillis(500), () -> Look.status(handle) == WorkflowStatus.STUCK);
		return handle;
	}

	private static void awaitPolls(EngineRig rig, EngineRig.Node node) {
		for (int i = 0; i < 2; i++) {
			rig.clock().advance(Duration.ofSeconds(1));
			EngineRig.await(() -> node.engine().ownership().lastPoll() == rig.clock().micros());
		}
	}

	/** Counts tasks that fail. */
	static final class Failures implements EngineMetrics {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void workflowTaskFailed(String workflowType, boolean nonDeterminism) {
			this.count.incrementAndGet();
		}

	}

	@Workflow(name = "Bill")
	public static class Broken {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("a mistake");
		}

	}

	@Workflow(name = "Bill")
	public static class BrokenOtherwise {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("another mistake");
		}

	}

	@Workflow(name = "Bill")
	public static class Repaired {

		private int paid;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.paid > 0);
			return "paid " + this.paid;
		}

		@SignalMethod
		public void pay(int amount) {
			this.paid = amount;
		}

	}

}
