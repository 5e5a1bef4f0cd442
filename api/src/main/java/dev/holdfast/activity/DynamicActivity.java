package dev.holdfast.activity;

import dev.holdfast.payload.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * An activity for all types that no other activity of the application has. A class with
 * {@link Activity} implements it and annotates {@code execute} with
 * {@link ActivityMethod}, whose options hold for all these types; an application has one
 * at most. Which type it stands for says {@code Activities.info().activityType()}.
 * Workflows call such activities by name.
 */
public interface DynamicActivity {

	/**
	 * Runs an activity.
	 * @param arguments what it was called with
	 * @return its result
	 * @throws Exception what it fails with
	 */
	@Nullable Object execute(Arguments arguments) throws Exception;

}
