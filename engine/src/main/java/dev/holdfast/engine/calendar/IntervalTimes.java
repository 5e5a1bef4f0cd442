package dev.holdfast.engine.calendar;

import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleInterval;

/** Times at equal distances. */
record IntervalTimes(long every, long offset) implements Times {

	static IntervalTimes of(ScheduleInterval interval) {
		return new IntervalTimes(Micros.of(interval.every()), Micros.of(interval.offset()));
	}

	@Override
	public long next(long after) {
		return (Math.floorDiv(after - this.offset, this.every) + 1) * this.every + this.offset;
	}

}
