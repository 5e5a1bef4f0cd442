package dev.holdfast.engine.activity;

import java.time.Duration;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleToStartTimeoutTests {

	@EngineTest
	void anActivityThatFindsNoFreeSlotInTimeFailsAndIsNotRetried(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1));
		EngineRig.Node node = rig.startNode(CrowdedWorkflow.class, Work.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(CrowdedWorkflow::run).id("crowded").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		EngineRig.await(() -> handle.describe().pendingActivities().size() == 2);
		rig.clock().advance(Duration.ofSeconds(10));
		EngineRig.await(
				() -> handle.history().events().stream().anyMatch((event) -> event.type().equals("ActivityTimedOut")));
		assertThat(handle.describe().pendingActivities()).extracting(PendingActivity::state)
			.containsExactly(PendingActivity.State.STARTED);
		hold.open();
		assertThat(handle.result()).isEqualTo("first NON_RETRYABLE_FAILURE SCHEDULE_TO_START after 0 attempts");
		rig.awaitQuiet();
		assertThat(hold.arrivals()).isEqualTo(1);
	}

	@EngineTest
	void anActivityThatFindsASlotInTimeIsMade(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1));
		EngineRig.Node node = rig.startNode(CrowdedWorkflow.class, Work.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(CrowdedWorkflow::run).id("crowded").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		EngineRig.await(() -> handle.describe().pendingActivities().size() == 2);
		rig.clock().advance(Duration.ofSeconds(9));
		hold.open();
		assertThat(handle.result()).isEqualTo("first second");
	}

	@Workflow
	public static class CrowdedWorkflow {

		@WorkflowMethod
		public String run() {
			Promise<String> first = Workflows.activity(Work::work, "first").async();
			Promise<String> second = Workflows.activity(Work::work, "second")
				.scheduleToStartTimeout(Duration.ofSeconds(10))
				.async();
			String outcome;
			try {
				outcome = second.get();
			}
			catch (ActivityFailure ex) {
				RetryState state = ex.retryState();
				TimeoutType type = ((TimeoutFailure) ex.getCause()).type();
				outcome = state + " " + type + " after " + ex.attempts() + " attempts";
			}
			return first.get() + " " + outcome;
		}

	}

	@Activity
	public static class Work {

		private final Hold hold;

		public Work(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public String work(String name) {
			this.hold.pass();
			return name;
		}

	}

}
