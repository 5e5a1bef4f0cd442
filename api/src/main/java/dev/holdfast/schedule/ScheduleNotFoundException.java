package dev.holdfast.schedule;

import dev.holdfast.HoldfastException;

/** There is no schedule with this id. */
public final class ScheduleNotFoundException extends HoldfastException {

	private final String scheduleId;

	public ScheduleNotFoundException(String scheduleId) {
		super("There is no schedule with the id '" + scheduleId + "'. Check the id, or whether it was deleted.", null);
		this.scheduleId = scheduleId;
	}

	public String scheduleId() {
		return this.scheduleId;
	}

}
