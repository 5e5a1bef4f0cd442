package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.engine.schedule.ScheduleState.Backfill;
import dev.holdfast.engine.schedule.ScheduleState.Waiting;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

/** Actions that somebody asks for. */
final class Triggers {

	private static final int MOST_BACKFILLS = 10;

	private Triggers() {
	}

	/**
	 * Adds an action for now. No two have the same time, since their executions would
	 * have the same id.
	 * @param overlap its own policy, or {@code null} for that of the schedule
	 */
	static ScheduleState add(ScheduleState state, long now, @Nullable ScheduleOverlapPolicy overlap) {
		if (state.waiting().size() >= ScheduleTurn.MOST_WAITING) {
			throw new IllegalStateException("The schedule was not triggered: " + state.waiting().size()
					+ " actions wait already for an earlier execution to close");
		}
		long time = Math.max(now, state.lastTrigger() + 1);
		List<Waiting> waiting = new ArrayList<>(state.waiting());
		waiting.add(new Waiting(time, now, overlap, true));
		return state.withWaiting(waiting).withLastTrigger(time);
	}

	/** Adds times that are to be made up for, both ends included. */
	static ScheduleState backfill(ScheduleState state, Instant from, Instant to, long now,
			ScheduleOverlapPolicy overlap) {
		if (to.isBefore(from)) {
			throw new IllegalArgumentException("A backfill must not end before it begins");
		}
		if (to.isAfter(Micros.toInstant(now))) {
			throw new IllegalArgumentException("A backfill must not end in the future");
		}
		if (state.backfills().size() >= MOST_BACKFILLS) {
			throw new IllegalArgumentException(
					"The schedule has " + MOST_BACKFILLS + " backfills under way; wait until one is done");
		}
		List<Backfill> backfills = new ArrayList<>(state.backfills());
		long first = Micros.of(from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from);
		backfills.add(new Backfill(first - 1,
				Math.max(first - 1, Micros.of(to.isBefore(Instant.EPOCH) ? Instant.EPOCH : to)), overlap));
		return state.withBackfills(backfills);
	}

}
