package dev.holdfast.engine.schedule;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.store.StoredSchedule;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A schedule with what is stored of it read. */
record Schedule(StoredSchedule row, ScheduleDefinition definition, ScheduleState state) {

	/**
	 * Reads a row.
	 * @throws UnreadableScheduleException if it cannot be read
	 */
	static Schedule read(StoredSchedule row, JsonMapper json) {
		try {
			ScheduleDefinition definition = json.readValue(row.definition(), ScheduleDefinition.class);
			ScheduleState state = json.readValue(row.state(), ScheduleState.class);
			if (definition == null || state == null) {
				throw new UnreadableScheduleException(row.scheduleId(), "nothing is stored", null);
			}
			return new Schedule(row, definition, state);
		}
		catch (JacksonException ex) {
			throw new UnreadableScheduleException(row.scheduleId(), ex.getOriginalMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw (ex instanceof UnreadableScheduleException known) ? known
					: new UnreadableScheduleException(row.scheduleId(), String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Its times. */
	ScheduleTimes times() {
		try {
			return new ScheduleTimes(this.definition.spec());
		}
		catch (RuntimeException ex) {
			throw new UnreadableScheduleException(this.row.scheduleId(), String.valueOf(ex.getMessage()), ex);
		}
	}

	/** The row with a new state. */
	StoredSchedule row(ScheduleState state, boolean paused, @Nullable Long nextAt, @Nullable String waitsFor, long now,
			JsonMapper json) {
		return new StoredSchedule(this.row.scheduleId(), this.row.version(), this.row.workflowType(), nextAt, waitsFor,
				paused, this.row.definition(), this.row.startPayload(), json.writeValueAsBytes(state),
				this.row.createdAt(), now);
	}

	/** The row with a new state, to be looked at now. */
	StoredSchedule due(ScheduleState state, boolean paused, long now, JsonMapper json) {
		return row(state, paused, now, null, now, json);
	}

}
