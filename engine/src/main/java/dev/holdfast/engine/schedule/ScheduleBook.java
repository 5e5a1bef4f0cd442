package dev.holdfast.engine.schedule;

import java.time.Instant;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.store.Schedules;
import dev.holdfast.engine.store.StoredSchedule;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes and changes schedules, in the transaction of the caller if there is one. */
final class ScheduleBook {

	private static final Logger logger = LoggerFactory.getLogger(ScheduleBook.class);

	private final Schedules schedules;

	private final JsonMapper json;

	private final EngineClock clock;

	private final Runnable wakeUp;

	ScheduleBook(Schedules schedules, JsonMapper json, EngineClock clock, Runnable wakeUp) {
		this.schedules = schedules;
		this.json = json;
		this.clock = clock;
		this.wakeUp = wakeUp;
	}

	/**
	 * A schedule as it is to be.
	 *
	 * @param startPayload what it starts
	 * @param notes what people write about it, or {@code null} if that stays as it is
	 */
	record Wanted(String scheduleId, String workflowType, ScheduleDefinition definition, byte[] startPayload,
			@Nullable Long remaining, String note, @Nullable ScheduleNotes notes) {
	}

	/** The change of what is stored of a schedule. */
	@FunctionalInterface
	interface Change {

		/** The new row, or {@code null} if nothing is to be changed. */
		@Nullable StoredSchedule of(Schedule schedule, long now);

	}

	/** Does something that belongs together. */
	void together(Runnable work) {
		this.schedules.join(() -> {
			work.run();
			return true;
		}, this.wakeUp);
	}

	/** Creates a schedule; answers whether its id was free. */
	boolean create(Wanted wanted, boolean paused, FirstActions first) {
		long now = this.clock.micros();
		check(wanted.scheduleId(), wanted.definition().spec(), now);
		ScheduleState state = first.addTo(ScheduleState.first(wanted.note(), now, wanted.remaining()), now);
		ScheduleNotes notes = wanted.notes();
		StoredSchedule row = new StoredSchedule(wanted.scheduleId(), 0, wanted.workflowType(), now, null, paused,
				this.json.writeValueAsBytes(wanted.definition()), wanted.startPayload(),
				this.json.writeValueAsBytes(state), now, now);
		byte[] stored = (notes != null) ? notes.toJson(this.json) : null;
		return this.schedules.join(() -> this.schedules.insert(row, stored), this.wakeUp);
	}

	/** Gives a schedule that is there another definition; answers whether it is there. */
	boolean replace(Wanted wanted, FirstActions first) {
		return this.schedules.join(() -> {
			StoredSchedule row = this.schedules.lock(wanted.scheduleId());
			if (row == null) {
				return false;
			}
			long now = this.clock.micros();
			check(wanted.scheduleId(), wanted.definition().spec(), now);
			this.schedules.update(redefined(Schedule.read(row, this.json), wanted, first, now));
			writeNotes(wanted);
			return true;
		}, this.wakeUp);
	}

	private static void check(String scheduleId, ScheduleSpec spec, long now) {
		Instant instant = Micros.toInstant(now);
		ScheduleTimes.check(spec, instant);
		if (new ScheduleTimes(spec).isEverySecond(instant)) {
			logger.warn("Schedule '{}' acts every second. If that is not meant: a cron expression of six fields begins"
					+ " with the second", scheduleId);
		}
	}

	/** What was due under the definition before is settled before it is replaced. */
	private StoredSchedule redefined(Schedule schedule, Wanted wanted, FirstActions first, long now) {
		ScheduleState state = first.addTo(ScheduleTurn.settle(schedule, schedule.times(), now)
			.withNote(wanted.note())
			.withRemaining(wanted.remaining()), now);
		StoredSchedule row = schedule.row();
		return new StoredSchedule(row.scheduleId(), row.version(), wanted.workflowType(), now, null, row.paused(),
				this.json.writeValueAsBytes(wanted.definition()), wanted.startPayload(),
				this.json.writeValueAsBytes(state), row.createdAt(), now);
	}

	/**
	 * Changes the definition of a schedule.
	 * @throws ScheduleNotFoundException if there is none
	 */
	void redefine(String scheduleId, java.util.function.Function<Schedule, Wanted> change) {
		change(scheduleId, (schedule, now) -> {
			Wanted wanted = change.apply(schedule);
			if (!wanted.definition().spec().equals(schedule.definition().spec())) {
				check(scheduleId, wanted.definition().spec(), now);
			}
			writeNotes(wanted);
			return redefined(schedule, wanted, FirstActions.NONE, now);
		});
	}

	private void writeNotes(Wanted wanted) {
		ScheduleNotes notes = wanted.notes();
		if (notes != null) {
			this.schedules.writeNotes(wanted.scheduleId(), notes.toJson(this.json));
		}
	}

	/**
	 * What people wrote about a schedule.
	 * @throws UnreadableScheduleException if it cannot be read
	 */
	ScheduleNotes notes(String scheduleId) {
		return ScheduleNotes.read(scheduleId, this.schedules.notes(scheduleId), this.json);
	}

	/**
	 * Changes a schedule.
	 * @throws ScheduleNotFoundException if there is none
	 */
	void change(String scheduleId, Change change) {
		this.schedules.join(() -> {
			StoredSchedule row = this.schedules.lock(scheduleId);
			if (row == null) {
				throw new ScheduleNotFoundException(scheduleId);
			}
			StoredSchedule changed = change.of(Schedule.read(row, this.json), this.clock.micros());
			if (changed != null && !this.schedules.update(changed)) {
				throw new IllegalStateException("Schedule '" + scheduleId + "' was changed while it was locked");
			}
			return true;
		}, this.wakeUp);
	}

	/**
	 * Lets a schedule act now.
	 * @param overlap its own policy, or {@code null} for that of the schedule
	 * @throws ScheduleNotFoundException if there is none
	 */
	void trigger(String scheduleId, @Nullable ScheduleOverlapPolicy overlap) {
		change(scheduleId, (schedule, now) -> schedule.due(Triggers.add(schedule.state(), now, overlap),
				schedule.row().paused(), now, this.json));
	}

	/**
	 * Deletes a schedule, readable or not.
	 * @throws ScheduleNotFoundException if there is none
	 */
	void delete(String scheduleId) {
		this.schedules.join(() -> {
			if (!this.schedules.delete(scheduleId)) {
				throw new ScheduleNotFoundException(scheduleId);
			}
			return true;
		}, this.wakeUp);
	}

	/**
	 * Reads a schedule.
	 * @throws ScheduleNotFoundException if there is none
	 */
	Schedule read(String scheduleId) {
		StoredSchedule row = this.schedules.find(scheduleId);
		if (row == null) {
			throw new ScheduleNotFoundException(scheduleId);
		}
		return Schedule.read(row, this.json);
	}

	JsonMapper json() {
		return this.json;
	}

	Schedules schedules() {
		return this.schedules;
	}

	EngineClock clock() {
		return this.clock;
	}

}
