package dev.holdfast.client;

import org.jspecify.annotations.Nullable;

/**
 * Completes activities whose attempts have called
 * {@link dev.holdfast.activity.Activities#completeLater()}: from any thread of any node,
 * however long after. A bean; thread-safe.
 *
 * <p>
 * Every call joins the caller's transaction if there is one, and has no effect if that is
 * rolled back. A call that comes too late or names no such activity throws an
 * {@link ActivityNotFoundException}, and changes nothing. What is not a task token at all
 * throws an {@link InvalidTaskTokenException}. From workflow code, calls are refused.
 */
public interface ActivityCompletionClient {

	/** The attempt that has a task token. */
	OpenActivity activity(String taskToken);

	/**
	 * The current attempt of an activity of the open run of an execution.
	 * @param activityId its id, from {@link dev.holdfast.activity.ActivityInfo}
	 */
	OpenActivity activity(String workflowId, long activityId);

	/** The current attempt of an activity of a certain run. */
	OpenActivity activity(String workflowId, String runId, long activityId);

	/** Completes the attempt that has a task token; see {@link OpenActivity}. */
	default void complete(String taskToken, @Nullable Object result) {
		activity(taskToken).complete(result);
	}

	/** Fails the attempt that has a task token; see {@link OpenActivity}. */
	default void fail(String taskToken, Throwable failure) {
		activity(taskToken).fail(failure);
	}

	/**
	 * Reports that the attempt that has a task token has stopped; see
	 * {@link OpenActivity}.
	 */
	default void cancel(String taskToken) {
		activity(taskToken).cancel();
	}

	/** Says that the attempt that has a task token is alive; see {@link OpenActivity}. */
	default void heartbeat(String taskToken, @Nullable Object details) {
		activity(taskToken).heartbeat(details);
	}

	/** An attempt of an activity that waits for its completion from outside. */
	interface OpenActivity {

		/**
		 * Completes the activity. Once this is committed, no other completion counts.
		 * @param result what the activity returns; written as JSON
		 * @throws ActivityNotFoundException if it does not wait for a completion
		 * @throws dev.holdfast.payload.PayloadException if the result cannot be written
		 */
		void complete(@Nullable Object result);

		/**
		 * Fails the attempt; the retry policy of the activity decides what follows.
		 * @throws ActivityNotFoundException if it does not wait for a completion
		 */
		void fail(Throwable failure);

		/**
		 * Reports that the work has stopped because the workflow asked for it.
		 * @throws ActivityNotFoundException if it does not wait for a completion
		 * @throws IllegalStateException if the workflow has not asked for it
		 */
		void cancel();

		/**
		 * Says that the attempt is alive. Each call is written to the database: do not
		 * call it more often than the heartbeat timeout needs.
		 * @param details what the next attempt shall know if this one is lost
		 * @throws dev.holdfast.failure.CanceledFailure if the workflow has asked the
		 * activity to stop; answer with {@link #cancel()}
		 * @throws ActivityNotFoundException if it does not wait for a completion, for
		 * instance because it has timed out
		 */
		void heartbeat(@Nullable Object details);

	}

}
