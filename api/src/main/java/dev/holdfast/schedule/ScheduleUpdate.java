package dev.holdfast.schedule;

import org.jspecify.annotations.Nullable;

/**
 * The change of a schedule. It begins with the settings that the schedule has.
 */
public interface ScheduleUpdate extends ScheduleSettings<ScheduleUpdate> {

	/** The schedule before the change. */
	ScheduleDescription description();

	/** What executions are started with from now on. */
	ScheduleUpdate arguments(@Nullable Object... arguments);

}
