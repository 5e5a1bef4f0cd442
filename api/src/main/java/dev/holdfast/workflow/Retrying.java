package dev.holdfast.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.WorkflowFailure;
import org.jspecify.annotations.Nullable;

/** Tries a part of a workflow again, with durable timers between the attempts. */
final class Retrying {

	private Retrying() {
	}

	static <R extends @Nullable Object> R retry(RetryPolicy policy, @Nullable Duration timeout, Supplier<R> code) {
		Instant end = (timeout != null) ? Workflows.now().plus(timeout) : null;
		for (int attempt = 1;; attempt++) {
			try {
				return code.get();
			}
			catch (WorkflowFailure failure) {
				Duration delay = delayAfter(policy, failure, attempt);
				if (delay == null || (end != null && Workflows.now().plus(delay).isAfter(end))) {
					throw failure;
				}
				Workflows.sleep(delay);
			}
		}
	}

	/** How long to wait before the next attempt, or {@code null} if there is none. */
	private static @Nullable Duration delayAfter(RetryPolicy policy, WorkflowFailure failure, int attempt) {
		Throwable origin = failure;
		while ((origin instanceof ActivityFailure || origin instanceof ChildWorkflowFailure)
				&& origin.getCause() != null) {
			origin = origin.getCause();
		}
		if (attempt == policy.maximumAttempts() || origin instanceof CanceledFailure
				|| policy.nonRetryableTypes().contains(failure.getClass().getName())
				|| policy.nonRetryableTypes().contains(origin.getClass().getName())) {
			return null;
		}
		if (!(origin instanceof ApplicationFailure application)) {
			return policy.delayAfter(attempt);
		}
		if (application.isNonRetryable() || policy.nonRetryableTypes().contains(application.type())) {
			return null;
		}
		Duration asked = application.nextRetryDelay();
		return (asked != null) ? asked : policy.delayAfter(attempt);
	}

}
