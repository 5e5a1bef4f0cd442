package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Surrounds what an {@link dev.holdfast.client.ActivityCompletionClient} says of
 * activities, on the thread and in the transaction of the caller. Beans of this type are
 * called in their order, the first one outermost. No answer counts for anything.
 * Thread-safe.
 */
public interface ActivityCompletionInterceptor {

	/** An activity has a result. */
	default @Nullable Object complete(ActivityCompletion completion,
			Chain<ActivityCompletion, @Nullable Object> chain) {
		return chain.proceed(completion);
	}

	/** An attempt has failed. */
	default @Nullable Object fail(ActivityFailing failing, Chain<ActivityFailing, @Nullable Object> chain) {
		return chain.proceed(failing);
	}

	/** An activity that was asked to stop has stopped. */
	default @Nullable Object cancel(ActivityReference activity, Chain<ActivityReference, @Nullable Object> chain) {
		return chain.proceed(activity);
	}

	/**
	 * An activity goes on. What is thrown is told to whoever sends the heartbeat: a
	 * {@link dev.holdfast.failure.CanceledFailure} if the workflow wants it to stop.
	 */
	default @Nullable Object heartbeat(ActivityCompletion heartbeat,
			Chain<ActivityCompletion, @Nullable Object> chain) {
		return chain.proceed(heartbeat);
	}

}
