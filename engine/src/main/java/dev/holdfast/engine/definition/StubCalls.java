package dev.holdfast.engine.definition;

import org.jspecify.annotations.Nullable;

/** What the code of a run offers to the durable stubs that it was given. */
public interface StubCalls {

	/**
	 * Calls an activity with the options of its injection point and blocks until it
	 * closes.
	 */
	@Nullable Object callActivity(ActivityDefinition activity, ActivityLayer injectionPoint, @Nullable Object[] arguments);

	/**
	 * Calls a local activity with the options of its injection point and blocks until it
	 * closes.
	 * @param retryThreshold the longest delay before a further attempt that is not
	 * durable, in microseconds
	 */
	@Nullable Object callLocalActivity(ActivityDefinition activity, ActivityLayer injectionPoint, long retryThreshold,
			@Nullable Object[] arguments);

}
