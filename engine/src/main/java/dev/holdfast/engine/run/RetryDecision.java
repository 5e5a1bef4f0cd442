package dev.holdfast.engine.run;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt: another one at a certain time, or the end of the
 * activity. Below the failure that ends an activity there is at most one more: a timeout
 * tells what the attempt before it failed with, and nothing about the attempts before
 * that.
 */
sealed interface RetryDecision {

	/** Another attempt. */
	record Again(long dueAt) implements RetryDecision {
	}

	/** The end, why there is no further attempt, and what the workflow is told. */
	record Final(RetryState state, FailureRecord failure) implements RetryDecision {
	}

	/**
	 * Decides.
	 * @param failure what the attempt failed with
	 * @param now the time
	 * @param immediately whether the next attempt needs no delay, because the failure was
	 * not the activity's
	 */
	static RetryDecision after(Retried activity, FailureRecord failure, long now, boolean immediately) {
		RetryPolicy policy = activity.scheduled().policy().retry();
		String type = failure.type();
		if (activity.cancelReason() != null) {
			return new Final(RetryState.CANCEL_REQUESTED, told(activity, failure));
		}
		if (failure.nonRetryable() || failure.timeoutType() == TimeoutType.SCHEDULE_TO_START
				|| (type != null && policy.nonRetryableTypes().contains(type))) {
			return new Final(RetryState.NON_RETRYABLE_FAILURE, told(activity, failure));
		}
		if (policy.maximumAttempts() > 0 && activity.attempts() >= policy.maximumAttempts()) {
			return new Final(RetryState.MAXIMUM_ATTEMPTS_REACHED, told(activity, failure));
		}
		Long asked = failure.nextRetryDelay();
		long delay = immediately ? 0
				: (asked != null) ? asked : Micros.of(policy.delayAfter(Math.max(1, activity.attempts())));
		Long deadline = activity.deadline();
		if (deadline != null && (delay >= deadline - now)) {
			return (failure.kind() == FailureRecord.Kind.TIMEOUT) ? timedOut(activity, TimeoutType.SCHEDULE_TO_CLOSE)
					: new Final(RetryState.TIMEOUT, failure);
		}
		return new Again(now + delay);
	}

	/** The end because the time for all attempts, or for finding a worker, has passed. */
	static Final timedOut(Retried activity, TimeoutType type) {
		RetryState state = (type == TimeoutType.SCHEDULE_TO_START) ? RetryState.NON_RETRYABLE_FAILURE
				: RetryState.TIMEOUT;
		return new Final(state, told(activity, timeout(activity, type)));
	}

	/** The end because the workflow asked for it and nobody is at work on it. */
	static Final canceled(String reason) {
		return new Final(RetryState.CANCEL_REQUESTED, Failures.canceled(reason));
	}

	/** A timeout as one attempt sees it. */
	static FailureRecord timeout(Retried activity, TimeoutType type) {
		return Failures.timeout(type, "activity " + activity.scheduled().activityType(), null);
	}

	private static FailureRecord told(Retried activity, FailureRecord failure) {
		FailureRecord previous = activity.lastFailure();
		if (failure.kind() != FailureRecord.Kind.TIMEOUT) {
			return failure;
		}
		FailureRecord timeout = Failures.withLastHeartbeat(failure, activity.heartbeat());
		return (previous != null) ? timeout.withCause(previous) : timeout;
	}

}
