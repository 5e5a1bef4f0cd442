package dev.holdfast.engine.activity;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.payload.PayloadException;

/** What the exceptions of attempts mean. */
public final class AttemptFailures {

	private AttemptFailures() {
	}

	/**
	 * The record of an exception; not to be retried if it says so, if the policy names
	 * its class or one above it, or if what the activity answered cannot be written.
	 */
	public static FailureRecord of(Throwable thrown, RetryPolicy policy, PayloadMapper payloads) {
		FailureRecord failure = Failures.toRecord(thrown, payloads);
		boolean excluded = thrown instanceof PayloadException || (thrown instanceof ApplicationFailure application
				&& policy.nonRetryableTypes().contains(application.type()));
		for (Class<?> type = thrown.getClass(); type != null && !excluded; type = type.getSuperclass()) {
			excluded = policy.nonRetryableTypes().contains(type.getName());
		}
		return excluded ? failure.asNonRetryable() : failure;
	}

}
