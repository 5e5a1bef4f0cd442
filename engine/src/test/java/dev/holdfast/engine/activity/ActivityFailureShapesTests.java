package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.LocalActivityCall;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a workflow is told when an activity has failed for good: why there was no further
 * attempt, how many there were, and at most two failures below that.
 */
class ActivityFailureShapesTests {

	/** What an attempt does. */
	enum Outcome {

		FAIL, FAIL_FOR_GOOD, FAIL_AND_ASK_FOR_A_MINUTE, HANG, SUCCEED

	}

	/**
	 * A shape.
	 *
	 * @param attempts what one attempt after the other does
	 * @param startToClose in seconds, or 0 for none
	 * @param scheduleToClose in seconds, or 0 for none
	 * @param maximumAttempts 0 for no limit
	 * @param hangs for how many seconds an attempt hangs until a timeout passes
	 * @param told what the workflow is told
	 */
	record Shape(String name, List<Outcome> attempts, int startToClose, int scheduleToClose, int maximumAttempts,
			int hangs, String told) {
	}

	private static final List<Shape> SHAPES = List.of(
			new Shape("one timeout", List.of(Outcome.HANG), 1, 0, 1, 1, "MAXIMUM_ATTEMPTS_REACHED 1: START_TO_CLOSE"),
			new Shape("two timeouts", List.of(Outcome.HANG, Outcome.HANG), 1, 0, 2, 1,
					"MAXIMUM_ATTEMPTS_REACHED 2: START_TO_CLOSE < START_TO_CLOSE"),
			new Shape("three timeouts, of which two are told", List.of(Outcome.HANG, Outcome.HANG, Outcome.HANG), 1, 0,
					3, 1, "MAXIMUM_ATTEMPTS_REACHED 3: START_TO_CLOSE < START_TO_CLOSE"),
			new Shape("a failure, then a timeout", List.of(Outcome.FAIL, Outcome.HANG), 1, 10, 2, 1,
					"MAXIMUM_ATTEMPTS_REACHED 2: START_TO_CLOSE < attempt 1 failed"),
			new Shape("two failures", List.of(Outcome.FAIL, Outcome.FAIL), 1, 10, 2, 0,
					"MAXIMUM_ATTEMPTS_REACHED 2: attempt 2 failed"),
			new Shape("no time after a timeout", List.of(Outcome.HANG), 1, 2, 0, 1, "TIMEOUT 1: SCHEDULE_TO_CLOSE"),
			new Shape("no time after two timeouts", List.of(Outcome.HANG, Outcome.HANG), 1, 4, 0, 1,
					"TIMEOUT 2: SCHEDULE_TO_CLOSE < START_TO_CLOSE"),
			new Shape("no time after a failure and two timeouts", List.of(Outcome.FAIL, Outcome.HANG, Outcome.HANG), 3,
					10, 0, 3, "TIMEOUT 3: SCHEDULE_TO_CLOSE < START_TO_CLOSE"),
			new Shape("no time after a timeout, a failure and a timeout",
					List.of(Outcome.HANG, Outcome.FAIL, Outcome.HANG), 3, 10, 0, 3,
					"TIMEOUT 3: SCHEDULE_TO_CLOSE < attempt 2 failed"),
			new Shape("no time after failures", List.of(Outcome.FAIL, Outcome.FAIL, Outcome.FAIL), 1, 5, 0, 0,
					"TIMEOUT 3: attempt 3 failed"),
			new Shape("the time ends during the first attempt", List.of(Outcome.HANG), 0, 5, 0, 5,
					"TIMEOUT 1: SCHEDULE_TO_CLOSE"),
			new Shape("the time ends during the second attempt", List.of(Outcome.FAIL, Outcome.HANG), 0, 5, 0, 4,
					"TIMEOUT 2: SCHEDULE_TO_CLOSE < attempt 1 failed"),
			new Shape("a failure that is final", List.of(Outcome.FAIL, Outcome.FAIL_FOR_GOOD), 1, 0, 5, 0,
					"NON_RETRYABLE_FAILURE 2: attempt 2 failed"),
			new Shape("a final failure before the last attempt", List.of(Outcome.FAIL_FOR_GOOD), 1, 0, 1, 0,
					"NON_RETRYABLE_FAILURE 1: attempt 1 failed"),
			new Shape("the last attempt before the end of the time", List.of(Outcome.FAIL), 1, 1, 1, 0,
					"MAXIMUM_ATTEMPTS_REACHED 1: attempt 1 failed"),
			new Shape("a delay that is asked for and that is too long", List.of(Outcome.FAIL_AND_ASK_FOR_A_MINUTE), 1,
					30, 0, 0, "TIMEOUT 1: attempt 1 failed"));

	@EngineTest
	void ofActivities(EngineRig rig) {
		check(rig, false);
	}

	@EngineTest
	void ofLocalActivities(EngineRig rig) {
		check(rig, true);
	}

	@EngineTest
	void theDelayThatAFailureAsksForCountsInPlaceOfThePolicy(EngineRig rig) {
		for (boolean local : new boolean[] { false, true }) {
			EngineRig.Node node = rig.startNode(Asking.class, Work.class);
			Work work = node.bean(Work.class);
			Shape shape = new Shape("", List.of(Outcome.FAIL_AND_ASK_FOR_A_MINUTE, Outcome.SUCCEED), 1, 0, 0, 0, "");
			WorkflowHandle<Asking, String> handle = node.client().workflow(Asking::run, shape, local).start();
			rig.advance(Duration.ofSeconds(59));
			rig.awaitQuiet();
			assertThat(work.begun(handle.workflowId())).isEqualTo(1);
			rig.advance(Duration.ofSeconds(1));
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("attempt 2 succeeded");
			node.stop();
		}
	}

	private static void check(EngineRig rig, boolean local) {
		EngineRig.Node node = rig.startNode(Asking.class, Work.class);
		Work work = node.bean(Work.class);
		List<String> wrong = new ArrayList<>();
		for (Shape shape : SHAPES) {
			WorkflowHandle<Asking, String> handle = node.client()
				.workflow(Asking::run, shape, local)
				.id(shape.name())
				.start();
			for (int attempt = 1; attempt <= shape.attempts().size(); attempt++) {
				if (attempt > 1) {
					rig.advance(Duration.ofSeconds(1L << (attempt - 2)));
				}
				int number = attempt;
				EngineRig.await(() -> work.begun(shape.name()) >= number);
				if (shape.attempts().get(attempt - 1) == Outcome.HANG) {
					rig.clock().advance(Duration.ofSeconds(shape.hangs()));
				}
			}
			String told = handle.result(EngineRig.PATIENCE);
			if (!told.equals(shape.told())) {
				wrong.add(shape.name() + ": " + told + " instead of " + shape.told());
			}
			assertThat(work.begun(shape.name())).as(shape.name()).isEqualTo(shape.attempts().size());
		}
		assertThat(wrong).isEmpty();
	}

	@Workflow
	public static class Asking {

		@WorkflowMethod
		public String run(Shape shape, boolean local) {
			RetryPolicy policy = RetryPolicy.maximumAttempts(shape.maximumAttempts());
			try {
				if (local) {
					LocalActivityCall<String> call = Workflows.localActivity(Work::work, shape.attempts())
						.retryPolicy(policy)
						.localRetryThreshold(Duration.ofSeconds(1));
					if (shape.startToClose() > 0) {
						call.startToCloseTimeout(Duration.ofSeconds(shape.startToClose()));
					}
					if (shape.scheduleToClose() > 0) {
						call.scheduleToCloseTimeout(Duration.ofSeconds(shape.scheduleToClose()));
					}
					return call.execute();
				}
				ActivityCall<String> call = Workflows.activity(Work::work, shape.attempts()).retryPolicy(policy);
				if (shape.startToClose() > 0) {
					call.startToCloseTimeout(Duration.ofSeconds(shape.startToClose()));
				}
				if (shape.scheduleToClose() > 0) {
					call.scheduleToCloseTimeout(Duration.ofSeconds(shape.scheduleToClose()));
				}
				return call.execute();
			}
			catch (ActivityFailure ex) {
				StringBuilder told = new StringBuilder(ex.retryState() + " " + ex.attempts() + ":");
				String separator = " ";
				for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
					told.append(separator).append(describe(cause));
					separator = " < ";
				}
				return told.toString();
			}
		}

		private static @Nullable String describe(Throwable failure) {
			if (failure instanceof TimeoutFailure timeout) {
				return timeout.type().name();
			}
			return (failure instanceof ApplicationFailure application) ? application.reason() : failure.toString();
		}

	}

	@Activity
	public static class Work {

		private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();

		int begun(String workflowId) {
			AtomicInteger count = this.begun.get(workflowId);
			return (count != null) ? count.get() : 0;
		}

		@ActivityMethod(scheduleToCloseTimeout = "1000s")
		public String work(List<Outcome> outcomes) {
			this.begun.computeIfAbsent(Activities.info().workflowId(), (id) -> new AtomicInteger()).incrementAndGet();
			int attempt = Activities.info().attempt();
			String failed = "attempt " + attempt + " failed";
			return switch (outcomes.get(attempt - 1)) {
				case FAIL -> throw ApplicationFailure.of("Work", failed);
				case FAIL_FOR_GOOD -> throw ApplicationFailure.nonRetryable("Work", failed);
				case FAIL_AND_ASK_FOR_A_MINUTE ->
					throw ApplicationFailure.of("Work", failed).withNextRetryDelay(Duration.ofMinutes(1));
				case SUCCEED -> "attempt " + attempt + " succeeded";
				case HANG -> {
					while (!Activities.cancellation().isCancellationRequested()) {
						LockSupport.parkNanos(1_000_000);
					}
					yield "too late";
				}
			};
		}

	}

}
