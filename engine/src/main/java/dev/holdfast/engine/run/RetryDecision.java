package dev.holdfast.engine.run;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt: another one at a certain time, or the end of the
 * activity.
 */
sealed interface RetryDecision {

	/** Another attempt. */
	record Again(long dueAt) implements RetryDecision {
	}

	/** The end. */
	record Final(ActivityFailed event) implements RetryDecision {
	}

	/**
	 * Decides.
	 * @param failure what the attempt failed with
	 * @param now the time
	 * @param immediately whether the next attempt needs no delay, because the failure was
	 * not the activity's
	 */
	static RetryDecision after(ActivityState activity, FailureRecord failure, long now, boolean immediately) {
		RetryPolicy policy = activity.scheduled().policy().retry();
		FailureRecord shown = withPrevious(failure, activity.lastFailure());
		String type = failure.type();
		if (failure.nonRetryable() || failure.timeoutType() == TimeoutType.SCHEDULE_TO_START
				|| (type != null && policy.nonRetryableTypes().contains(type))) {
			return end(activity, RetryState.NON_RETRYABLE_FAILURE, shown);
		}
		if (policy.maximumAttempts() > 0 && activity.attempts() >= policy.maximumAttempts()) {
			return end(activity, RetryState.MAXIMUM_ATTEMPTS_REACHED, shown);
		}
		Long asked = failure.nextRetryDelay();
		long delay = immediately ? 0
				: (asked != null) ? asked : Micros.of(policy.delayAfter(Math.max(1, activity.attempts())));
		Long deadline = activity.deadline();
		if (deadline != null && now + delay >= deadline) {
			return end(activity, RetryState.TIMEOUT, shown);
		}
		return new Again(now + delay);
	}

	/** The end because the time for all attempts has passed. */
	static ActivityFailed timedOut(ActivityState activity, TimeoutType type) {
		RetryState state = (type == TimeoutType.SCHEDULE_TO_START) ? RetryState.NON_RETRYABLE_FAILURE
				: RetryState.TIMEOUT;
		return new ActivityFailed(activity.id(), activity.begunAttempts(), state, Failures.timeout(type,
				"activity " + activity.scheduled().activityType(), activity.heartbeat(), activity.lastFailure()));
	}

	private static Final end(ActivityState activity, RetryState state, FailureRecord failure) {
		return new Final(new ActivityFailed(activity.id(), activity.begunAttempts(), state,
				Failures.withLastHeartbeat(failure, activity.heartbeat())));
	}

	/** A timeout tells what the attempt before it failed with. */
	private static FailureRecord withPrevious(FailureRecord failure, @Nullable FailureRecord previous) {
		boolean isBareTimeout = failure.kind() == FailureRecord.Kind.TIMEOUT && failure.cause() == null;
		return (isBareTimeout && previous != null) ? failure.withCause(previous.withCause(null)) : failure;
	}

}
