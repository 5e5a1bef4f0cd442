package dev.holdfast.engine.schedule;

import java.util.List;
import java.util.UUID;

import dev.holdfast.schedule.ScheduleCounts;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule is, as it is stored. Times are microseconds.
 *
 * @param note what people said last
 * @param cursor up to which time all is dealt with
 * @param latest the latest time that was ever dealt with: later than the cursor if the
 * clock went back
 * @param remaining how many actions are left, or {@code null} for no limit
 * @param waiting actions that have not been taken, in order
 * @param running executions that were open when they were looked at last
 * @param recent actions that were taken last, the oldest first
 * @param backfills times that are to be made up for
 * @param lastTrigger the time of the action that was triggered last
 */
record ScheduleState(String note, long cursor, long latest, @Nullable Long remaining, List<Waiting> waiting,
		List<Taken> running, List<Taken> recent, ScheduleCounts counts, List<Backfill> backfills, long lastTrigger) {

	ScheduleState {
		waiting = List.copyOf(waiting);
		running = List.copyOf(running);
		recent = List.copyOf(recent);
		backfills = List.copyOf(backfills);
	}

	/** The state of a new schedule. */
	static ScheduleState first(String note, long now, @Nullable Long remaining) {
		return new ScheduleState(note, now, now, remaining, List.of(), List.of(), List.of(), ScheduleCounts.NONE,
				List.of(), 0);
	}

	/**
	 * An action that has not been taken.
	 *
	 * @param time the time that is meant
	 * @param due when it was due
	 * @param overlap its own policy, or {@code null} for that of the schedule
	 * @param manual whether somebody asked for it
	 */
	record Waiting(long time, long due, @Nullable ScheduleOverlapPolicy overlap, boolean manual) {
	}

	/**
	 * An action that was taken.
	 *
	 * @param overlapping whether it was started whatever ran, and is in nobody's way
	 * @param asked whether its cancellation was requested
	 */
	record Taken(long time, long startedAt, String workflowId, UUID runId, boolean overlapping, boolean asked) {
	}

	/**
	 * Times that are to be made up for.
	 *
	 * @param cursor up to which time all is dealt with
	 * @param until the last time
	 */
	record Backfill(long cursor, long until, ScheduleOverlapPolicy overlap) {
	}

	ScheduleState withNote(String note) {
		return new ScheduleState(note, this.cursor, this.latest, this.remaining, this.waiting, this.running,
				this.recent, this.counts, this.backfills, this.lastTrigger);
	}

	ScheduleState withCursor(long cursor) {
		return new ScheduleState(this.note, cursor, Math.max(this.latest, cursor), this.remaining, this.waiting,
				this.running, this.recent, this.counts, this.backfills, this.lastTrigger);
	}

	ScheduleState withRemaining(@Nullable Long remaining) {
		return new ScheduleState(this.note, this.cursor, this.latest, remaining, this.waiting, this.running,
				this.recent, this.counts, this.backfills, this.lastTrigger);
	}

	ScheduleState withWaiting(List<Waiting> waiting) {
		return new ScheduleState(this.note, this.cursor, this.latest, this.remaining, waiting, this.running,
				this.recent, this.counts, this.backfills, this.lastTrigger);
	}

	ScheduleState withBackfills(List<Backfill> backfills) {
		return new ScheduleState(this.note, this.cursor, this.latest, this.remaining, this.waiting, this.running,
				this.recent, this.counts, backfills, this.lastTrigger);
	}

	ScheduleState withLastTrigger(long time) {
		return new ScheduleState(this.note, this.cursor, this.latest, this.remaining, this.waiting, this.running,
				this.recent, this.counts, this.backfills, time);
	}

}
