package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityContext;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** An attempt is told that its node is about to end, while it still may finish. */
class ShutdownNoticeTests {

	@EngineTest
	void anAttemptThatStopsInTimeIsGoneOnWithElsewhere(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Copying.class, Copier.class, Hold.class);
		WorkflowHandle<Copying, Integer> handle = first.client().workflow(Copying::run).id("copying").start();
		first.bean(Hold.class).awaitArrivals(1);
		first.stop();
		EngineRig.Node second = rig.startNode(Copying.class, Copier.class, Hold.class);
		second.bean(Hold.class).open();
		rig.advance(Duration.ofSeconds(2));
		assertThat(second.client().handle(Copying.class, "copying").result(Integer.class))
			.as("what the first node had done, and the rest")
			.isEqualTo(7 + 100);
		assertThat(second.client().handle("copying").history().events()).extracting("type")
			.containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted", "WorkflowCompleted");
		assertThat(handle.workflowId()).isEqualTo("copying");
	}

	@EngineTest
	void anEngineThatIsStartedAgainTellsNothing(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Copying.class, Copier.class, Hold.class);
		node.engine().stop(Duration.ofSeconds(1));
		node.engine().start();
		node.bean(Hold.class).open();
		assertThat(node.client().workflow(Copying::run).start().result(EngineRig.PATIENCE)).isEqualTo(100);
	}

	@Workflow
	public static class Copying {

		@WorkflowMethod
		public int run() {
			return Workflows.activity(Copier::copy).execute();
		}

	}

	@Activity
	static class Copier {

		private final Hold hold;

		Copier(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public int copy() {
			ActivityContext context = Activities.context();
			int done = Activities.heartbeatDetails(Integer.class).orElse(0);
			if (this.hold.isOpen()) {
				assertThat(context.isShuttingDown()).isFalse();
				return done + 100;
			}
			this.hold.arrive();
			while (!Activities.isShuttingDown()) {
				LockSupport.parkNanos(1_000_000);
			}
			Activities.heartbeat(7);
			throw new IllegalStateException("the rest is for another node");
		}

	}

}
