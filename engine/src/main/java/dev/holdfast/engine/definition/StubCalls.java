package dev.holdfast.engine.definition;

import org.jspecify.annotations.Nullable;

/** What the code of a run offers to the durable stubs that it was given. */
public interface StubCalls {

	/**
	 * Calls an activity with the options of its injection point and blocks until it
	 * closes.
	 */
	@Nullable Object callActivity(ActivityDefinition activity, ActivityLayer injectionPoint, @Nullable Object[] arguments);

}
