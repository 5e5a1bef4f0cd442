package dev.holdfast.engine.activity;

import java.time.Duration;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StartToCloseTimeoutTests {

	@EngineTest
	void anAttemptThatTakesTooLongIsRetriedUntilTheAttemptsAreUsedUp(EngineRig rig) {
		EngineRig.Node node = rig.startNode(SlowWorkflow.class, Slow.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(SlowWorkflow::run).id("slow").start();
		Hold hold = node.bean(Hold.class);
		for (int attempt = 1; attempt <= 3; attempt++) {
			hold.awaitArrivals(attempt);
			rig.clock().advance(Duration.ofSeconds(5));
			rig.advance(Duration.ofSeconds(1));
		}
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ActivityFailure.class, (activity) -> {
			assertThat(activity.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
			assertThat(activity.attempts()).isEqualTo(3);
			assertThat(activity.activityType()).isEqualTo("Slow.work");
			assertThat(activity.getCause()).isInstanceOfSatisfying(TimeoutFailure.class,
					(timeout) -> assertThat(timeout.type()).isEqualTo(TimeoutType.START_TO_CLOSE));
		});
		assertThat(hold.arrivals()).isEqualTo(3);
	}

	@EngineTest
	void anAttemptThatEndsInTimeCounts(EngineRig rig) {
		EngineRig.Node node = rig.startNode(SlowWorkflow.class, Slow.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(SlowWorkflow::run).id("slow").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5).minusNanos(1000));
		hold.open();
		assertThat(handle.result()).isEqualTo("done");
		assertThat(hold.arrivals()).isEqualTo(1);
	}

	@EngineTest
	void whatATimedOutAttemptReturnsDoesNotCount(EngineRig rig) {
		EngineRig.Node node = rig.startNode(StubbornWorkflow.class, Stubborn.class, Hold.class);
		WorkflowClient client = node.client();
		WorkflowHandle<?, String> handle = client.workflow(StubbornWorkflow::run).id("stubborn").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		EngineRig.await(() -> handle.describe().pendingActivities().get(0).nextAttemptAt() != null);
		hold.open();
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("attempt 2");
	}

	@Workflow
	public static class SlowWorkflow {

		private final Slow slow;

		public SlowWorkflow(Slow slow) {
			this.slow = slow;
		}

		@WorkflowMethod
		public String run() {
			return this.slow.work();
		}

	}

	@Activity
	public static class Slow {

		private final Hold hold;

		public Slow(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "5s",
				retry = @Retry(maximumAttempts = 3, initialInterval = "1s", backoffCoefficient = 1))
		public String work() {
			this.hold.passUnlessGivenUp();
			return "done";
		}

	}

	@Workflow
	public static class StubbornWorkflow {

		private final Stubborn stubborn;

		public StubbornWorkflow(Stubborn stubborn) {
			this.stubborn = stubborn;
		}

		@WorkflowMethod
		public String run() {
			return this.stubborn.work();
		}

	}

	@Activity
	public static class Stubborn {

		private final Hold hold;

		public Stubborn(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String work() {
			this.hold.pass();
			return "attempt " + Activities.info().attempt();
		}

	}

}
