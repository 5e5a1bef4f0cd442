package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Surrounds attempts of activities, on the thread and in the transaction of the activity.
 * Beans of this type are called in their order, the first one outermost. Thread-safe.
 */
public interface ActivityInterceptor {

	/**
	 * An attempt. What is thrown fails it as if the activity had thrown it.
	 * @return what the activity is to have returned
	 */
	default @Nullable Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
		return chain.proceed(attempt);
	}

	/**
	 * A heartbeat that the activity sends; the answer counts for nothing. What is thrown
	 * is thrown to the activity.
	 */
	default @Nullable Object heartbeat(HeartbeatRequest heartbeat, Chain<HeartbeatRequest, @Nullable Object> chain) {
		return chain.proceed(heartbeat);
	}

	/** What comes after an interceptor. */
	@FunctionalInterface
	interface ActivityChain {

		/** Goes on with an attempt: the one that came, or a changed one. */
		@Nullable Object proceed(ActivityExecution attempt) throws Throwable;

	}

}
