package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AttemptsAcrossNodesTests {

	@EngineTest
	void attemptsGoOnWhereTheStoppedNodeLeftThem(EngineRig rig) {
		Attempts attempts = new Attempts();
		EngineRig.Node first = start(rig, attempts);
		first.client().workflow(Failing::run).id("failing").start();
		rig.advance(Duration.ofSeconds(1));
		rig.awaitQuiet();
		assertThat(attempts.begun).containsExactly(1, 2);
		first.stop();
		EngineRig.Node second = start(rig, attempts);
		WorkflowHandle<Failing, ?> handle = second.client().handle(Failing.class, "failing");
		PendingActivity pending = handle.describe().pendingActivities().get(0);
		assertThat(pending.state()).isEqualTo(PendingActivity.State.BACKING_OFF);
		assertThat(pending.attempt()).isEqualTo(2);
		assertThat(pending.lastFailure()).contains("attempt 2 failed");
		rig.advance(Duration.ofSeconds(2));
		rig.awaitQuiet();
		EngineRig.await(() -> attempts.begun.size() == 3);
		rig.advance(Duration.ofSeconds(4));
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ActivityFailure.class, (activity) -> {
			assertThat(activity.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
			assertThat(activity.attempts()).isEqualTo(4);
		});
		assertThat(attempts.begun).containsExactly(1, 2, 3, 4);
	}

	@EngineTest
	void anAttemptThatItsNodeDidNotSurviveCounts(EngineRig rig) {
		Hold hold = new Hold();
		Attempts attempts = new Attempts();
		EngineRig.Node first = startHeld(rig, hold, attempts);
		first.client().workflow(Held::run).id("held").start();
		hold.awaitArrivals(1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = startHeld(rig, hold, attempts);
		hold.awaitArrivals(2);
		first.thaw();
		hold.open();
		WorkflowHandle<Held, Object> handle = second.client().handle(Held.class, "held");
		assertThat(handle.result()).isEqualTo("attempt 2");
		assertThat(attempts.begun).containsExactly(1, 2);
	}

	@EngineTest
	void theLastAttemptIsNotRepeatedWhenItsNodeIsGone(EngineRig rig) {
		Hold hold = new Hold();
		Attempts attempts = new Attempts();
		EngineRig.Node first = startHeld(rig, hold, attempts);
		first.client().workflow(HeldOnce::run).id("once").start();
		hold.awaitArrivals(1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = startHeld(rig, hold, attempts);
		WorkflowHandle<HeldOnce, Object> handle = second.client().handle(HeldOnce.class, "once");
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		hold.open();
		assertThat(failure.getCause()).isInstanceOfSatisfying(ActivityFailure.class, (activity) -> {
			assertThat(activity.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
			assertThat(activity.attempts()).isEqualTo(1);
		});
		assertThat(attempts.begun).containsExactly(1);
	}

	private static EngineRig.Node start(EngineRig rig, Attempts attempts) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Failing.class, Work.class);
			context.registerBean(Attempts.class, () -> attempts);
		});
		node.engine().start();
		return node;
	}

	private static EngineRig.Node startHeld(EngineRig rig, Hold hold, Attempts attempts) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Held.class, HeldOnce.class, HeldWork.class);
			context.registerBean(Attempts.class, () -> attempts);
			context.registerBean(Hold.class, () -> hold);
		});
		node.engine().start();
		return node;
	}

	/** Which attempts were begun, on all nodes. */
	static class Attempts {

		final List<Integer> begun = new CopyOnWriteArrayList<>();

	}

	@Workflow
	public static class Failing {

		private final Work work;

		public Failing(Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.work();
		}

	}

	@Activity
	public static class Work {

		private final Attempts attempts;

		public Work(Attempts attempts) {
			this.attempts = attempts;
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 4))
		public String work() {
			int attempt = Activities.info().attempt();
			this.attempts.begun.add(attempt);
			throw new IllegalStateException("attempt " + attempt + " failed");
		}

	}

	@Workflow
	public static class Held {

		private final HeldWork work;

		public Held(HeldWork work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.work();
		}

	}

	@Workflow
	public static class HeldOnce {

		private final HeldWork work;

		public HeldOnce(HeldWork work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.once();
		}

	}

	@Activity
	public static class HeldWork {

		private final Hold hold;

		private final Attempts attempts;

		public HeldWork(Hold hold, Attempts attempts) {
			this.hold = hold;
			this.attempts = attempts;
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public String work() {
			this.attempts.begun.add(Activities.info().attempt());
			this.hold.pass();
			return "attempt " + Activities.info().attempt();
		}

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String once() {
			return work();
		}

	}

}
