package dev.holdfast.schedule;

import dev.holdfast.HoldfastException;

/** A schedule was not created, because there is one with its id. */
public final class ScheduleAlreadyExistsException extends HoldfastException {

	private final String scheduleId;

	public ScheduleAlreadyExistsException(String scheduleId) {
		super("Schedule '" + scheduleId + "' was not created: there is one with this id. Change that one with"
				+ " update(), replace it with createOrUpdate(), or use another id.", null);
		this.scheduleId = scheduleId;
	}

	public String scheduleId() {
		return this.scheduleId;
	}

}
