package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FailureTreeTests {

	@EngineTest
	void aFailureGoesFromTheActivityThroughChildAndParentToTheClient(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class, Work.class);
		WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class,
				() -> client.workflow(Parent::run, "declined").id("parent").execute());
		ChildWorkflowFailure child = (ChildWorkflowFailure) failed.getCause();
		assertThat(child.workflowType()).isEqualTo("Child");
		assertThat(child.workflowId()).isEqualTo("child");
		assertArose(child, Parent.class, "run");
		ActivityFailure activity = (ActivityFailure) child.getCause();
		assertThat(activity.activityType()).isEqualTo("Work.work");
		assertThat(activity.retryState()).isEqualTo(RetryState.NON_RETRYABLE_FAILURE);
		assertArose(activity, Child.class, "run");
		ApplicationFailure failure = (ApplicationFailure) activity.getCause();
		assertThat(failure.type()).isEqualTo("declined");
		assertThat(failure.reason()).isEqualTo("No");
		assertThat(failure.isNonRetryable()).isTrue();
		assertThat(failure.category()).isEqualTo(FailureCategory.BENIGN);
		assertThat(failure.details(Decline.class)).contains(new Decline("51", List.of("retry later")));
		assertArose(failure, Work.class, "declined");
		ApplicationFailure cause = (ApplicationFailure) failure.getCause();
		assertThat(cause.type()).isEqualTo(IllegalArgumentException.class.getName());
		assertThat(cause.reason()).isEqualTo("the bank says no");
		assertArose(cause, Work.class, "declined");
	}

	@EngineTest
	void aFailureOfABrokenKindIsRecordedAndRetriedAsThePolicySays(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class, Work.class);
		for (String how : List.of("cyclic", "large", "undescribable")) {
			WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class,
					() -> client.workflow(Parent::run, how).execute());
			ActivityFailure activity = (ActivityFailure) failed.getCause().getCause();
			assertThat(activity.retryState()).as(how).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
			ApplicationFailure failure = (ApplicationFailure) activity.getCause();
			assertThat(failure.reason()).as(how).hasSizeLessThanOrEqualTo(4096).startsWith(how);
			if (how.equals("undescribable")) {
				assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> failure.details(Object.class));
			}
		}
	}

	@EngineTest
	void aTimeoutTellsTheDetailsOfTheLastHeartbeat(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Beating.class, Beater.class, Hold.class);
		WorkflowHandle<?, Integer> handle = node.client().workflow(Beating::run).id("beating").start();
		node.bean(Hold.class).awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(17);
	}

	private static void assertArose(WorkflowFailure failure, Class<?> type, String method) {
		assertThat(failure.originalStackTrace()).contains(type.getName() + "." + method + "(FailureTreeTests.java:");
		assertThat(failure.getStackTrace()).anySatisfy((frame) -> {
			assertThat(frame.getClassName()).isEqualTo(type.getName());
			assertThat(frame.getMethodName()).isEqualTo(method);
			assertThat(frame.getLineNumber()).isPositive();
		});
	}

	public record Decline(String code, List<String> hints) {
	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public void run(String how) {
			Workflows.child(Child::run, how).id(how.equals("declined") ? "child" : "child-" + how).execute();
		}

	}

	@Workflow
	public static class Child {

		private final Work work;

		public Child(Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public void run(String how) {
			this.work.work(how);
		}

	}

	@Activity
	public static class Work {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void work(String how) {
			switch (how) {
				case "declined" -> declined();
				case "cyclic" -> cyclic();
				case "large" -> throw new IllegalStateException("large " + "x".repeat(10_000_000));
				default -> throw ApplicationFailure.of("t", how).withDetails(new Object());
			}
		}

		private static void declined() {
			throw ApplicationFailure.nonRetryable("declined", "No", new IllegalArgumentException("the bank says no"))
				.withCategory(FailureCategory.BENIGN)
				.withDetails(new Decline("51", List.of("retry later")));
		}

		private static void cyclic() {
			List<RuntimeException> both = new ArrayList<>();
			both.add(new IllegalStateException("cyclic"));
			both.add(new IllegalStateException("other", both.get(0)));
			both.get(0).initCause(both.get(1));
			throw both.get(0);
		}

	}

	@Workflow
	public static class Beating {

		private final Beater beater;

		public Beating(Beater beater) {
			this.beater = beater;
		}

		@WorkflowMethod
		public int run() {
			try {
				this.beater.beat();
				return -1;
			}
			catch (ActivityFailure ex) {
				TimeoutFailure timeout = (TimeoutFailure) ex.getCause();
				return (timeout.type() == TimeoutType.START_TO_CLOSE)
						? timeout.lastHeartbeatDetails(Integer.class).orElse(-2) : -3;
			}
		}

	}

	@Activity
	public static class Beater {

		private final Hold hold;

		public Beater(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void beat() {
			Activities.heartbeat(16);
			Activities.heartbeat(17);
			this.hold.passUnlessGivenUp();
		}

	}

}
