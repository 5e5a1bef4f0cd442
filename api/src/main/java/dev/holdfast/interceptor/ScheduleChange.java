package dev.holdfast.interceptor;

import java.util.function.Consumer;

import dev.holdfast.schedule.ScheduleUpdate;

/**
 * A change of a schedule by a client. What is changed may be changed:
 * {@code change.with(change.settings().andThen(more))}.
 *
 * @param scheduleId which schedule
 * @param settings changes its settings; called once the schedule is locked
 */
public record ScheduleChange(String scheduleId, Consumer<ScheduleUpdate> settings) {

	/** Another change of the same schedule. */
	public ScheduleChange with(Consumer<ScheduleUpdate> settings) {
		return new ScheduleChange(this.scheduleId, settings);
	}

}
