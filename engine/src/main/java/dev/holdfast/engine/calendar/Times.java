package dev.holdfast.engine.calendar;

/** Times in order, in microseconds since the epoch. */
@FunctionalInterface
interface Times {

	/** The first time after another one, or {@link ScheduleTimes#NEVER}. */
	long next(long after);

}
