package dev.holdfast.workflow;

import java.time.Duration;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A call of an activity that is being put together; {@link #execute()} or
 * {@link #async()} makes it. What is not said here comes from the injection point, from
 * configuration properties, from the annotation, and from the defaults, in this order.
 *
 * @param <R> what the activity returns
 */
public interface ActivityCall<R extends @Nullable Object> {

	/** The task queue on which the activity runs. */
	ActivityCall<R> taskQueue(String taskQueue);

	/** How long one attempt may take. */
	ActivityCall<R> startToCloseTimeout(Duration timeout);

	/** How long all attempts and the time in the queue may take together. */
	ActivityCall<R> scheduleToCloseTimeout(Duration timeout);

	/** How long it may wait for a worker. */
	ActivityCall<R> scheduleToStartTimeout(Duration timeout);

	/** How long an attempt may go without a heartbeat. */
	ActivityCall<R> heartbeatTimeout(Duration timeout);

	/** How failed attempts are retried. */
	ActivityCall<R> retryPolicy(RetryPolicy policy);

	/** What happens to it when the scope of this call is cancelled. */
	ActivityCall<R> cancellationType(ActivityCancellationType type);

	/**
	 * Where it stands among others that wait for a worker; what is not said is that of
	 * the workflow.
	 */
	ActivityCall<R> priority(Priority priority);

	/**
	 * One line for people who look at the execution; shown while the activity is pending,
	 * and in the history.
	 * @throws IllegalArgumentException if it is blank or has more than 200 characters
	 */
	ActivityCall<R> summary(String summary);

	/**
	 * Calls the activity and blocks the coroutine until it closes.
	 * @throws dev.holdfast.failure.ActivityFailure if it fails for good
	 */
	R execute();

	/** Calls the activity and goes on. */
	Promise<R> async();

}
