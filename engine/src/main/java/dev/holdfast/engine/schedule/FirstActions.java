package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.List;

import dev.holdfast.schedule.ScheduleOverlapPolicy;

/**
 * What a schedule is to do as soon as it is created or replaced.
 *
 * @param trigger whether it acts at once
 * @param backfills times that it makes up for
 */
record FirstActions(boolean trigger, List<Times> backfills) {

	/** Nothing. */
	static final FirstActions NONE = new FirstActions(false, List.of());

	/** Times that are to be made up for, both ends included. */
	record Times(Instant from, Instant to, ScheduleOverlapPolicy overlap) {

		Times {
			if (to.isBefore(from)) {
				throw new IllegalArgumentException("A backfill must not end before it begins");
			}
		}

	}

	/** Adds them to what a schedule has to do. */
	ScheduleState addTo(ScheduleState state, long now) {
		ScheduleState changed = this.trigger ? Triggers.add(state, now, null) : state;
		for (Times times : this.backfills) {
			changed = Triggers.backfill(changed, times.from(), times.to(), now, times.overlap());
		}
		return changed;
	}

}
