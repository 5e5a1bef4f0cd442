package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ScheduleToCloseTimeoutTests {

	@EngineTest
	void endsAllAttemptsOneOfWhichIsRunning(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Patient.class, Work.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(Patient::run, 3).id("patient").start();
		Hold hold = node.bean(Hold.class);
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		hold.awaitArrivals(1);
		assertThat(node.bean(Work.class).attempts).hasValue(3);
		rig.clock().advance(Duration.ofSeconds(8));
		ActivityFailure failure = failure(handle);
		assertThat(failure.retryState()).isEqualTo(RetryState.TIMEOUT);
		assertThat(failure.attempts()).isEqualTo(3);
		assertThat(failure.getCause()).isInstanceOfSatisfying(TimeoutFailure.class, (timeout) -> {
			assertThat(timeout.type()).isEqualTo(TimeoutType.SCHEDULE_TO_CLOSE);
			assertThat(timeout.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
					(last) -> assertThat(last.reason()).isEqualTo("attempt 2 failed"));
		});
	}

	@EngineTest
	void makesNoAttemptThatWouldBeginTooLate(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Patient.class, Work.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(Patient::run, 100).id("patient").start();
		for (int i = 0; i < 9; i++) {
			rig.advance(Duration.ofSeconds(1));
		}
		ActivityFailure failure = failure(handle);
		assertThat(failure.retryState()).isEqualTo(RetryState.TIMEOUT);
		assertThat(failure.attempts()).isEqualTo(10);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
				(last) -> assertThat(last.reason()).isEqualTo("attempt 10 failed"));
		assertThat(node.bean(Work.class).attempts).hasValue(10);
	}

	private static ActivityFailure failure(WorkflowHandle<?, ?> handle) {
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOf(ActivityFailure.class);
		return (ActivityFailure) failure.getCause();
	}

	@Workflow
	public static class Patient {

		private final Work work;

		public Patient(Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run(int holdsAtAttempt) {
			return this.work.work(holdsAtAttempt);
		}

	}

	@Activity
	public static class Work {

		final AtomicInteger attempts = new AtomicInteger();

		private final Hold hold;

		public Work(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "60s", scheduleToCloseTimeout = "10s",
				retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public String work(int holdsAtAttempt) {
			int attempt = this.attempts.incrementAndGet();
			if (attempt == holdsAtAttempt) {
				this.hold.passUnlessGivenUp();
				return "too late";
			}
			throw new IllegalStateException("attempt " + attempt + " failed");
		}

	}

}
