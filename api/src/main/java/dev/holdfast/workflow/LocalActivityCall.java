package dev.holdfast.workflow;

import java.time.Duration;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A call of a local activity that is being put together; {@link #execute()} or
 * {@link #async()} makes it. A local activity runs on the node that runs the workflow,
 * with less ado: its history is one event, and nothing else knows of it. What is not said
 * here comes from the injection point, from configuration properties, from the
 * annotation, and from the defaults, in this order; task queues and heartbeat timeouts
 * mean nothing to it.
 *
 * @param <R> what the activity returns
 */
public interface LocalActivityCall<R extends @Nullable Object> {

	/** How long one attempt may take. */
	LocalActivityCall<R> startToCloseTimeout(Duration timeout);

	/** How long all attempts and the waiting for a slot may take together. */
	LocalActivityCall<R> scheduleToCloseTimeout(Duration timeout);

	/**
	 * How long an attempt may wait for a slot of this node. When the time is over the
	 * activity fails for good, with a
	 * {@link dev.holdfast.failure.TimeoutType#SCHEDULE_TO_START} timeout.
	 */
	LocalActivityCall<R> scheduleToStartTimeout(Duration timeout);

	/** How failed attempts are retried. */
	LocalActivityCall<R> retryPolicy(RetryPolicy policy);

	/**
	 * The longest delay before a further attempt for which the workflow stays in memory;
	 * a longer one becomes durable. 30 seconds by default.
	 */
	LocalActivityCall<R> localRetryThreshold(Duration threshold);

	/** What happens to it when the scope of this call is cancelled. */
	LocalActivityCall<R> cancellationType(ActivityCancellationType type);

	/**
	 * What people should read about this call in the history, where the event that closes
	 * it has it.
	 * @param summary one line
	 * @throws IllegalArgumentException if it is blank or has more than 200 characters
	 */
	LocalActivityCall<R> summary(String summary);

	/**
	 * Calls the activity and blocks the coroutine until it closes.
	 * @throws dev.holdfast.failure.ActivityFailure if it fails for good
	 */
	R execute();

	/** Calls the activity and goes on. */
	Promise<R> async();

}
