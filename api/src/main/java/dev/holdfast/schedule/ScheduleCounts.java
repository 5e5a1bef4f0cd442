package dev.holdfast.schedule;

/**
 * What became of the times of a schedule.
 *
 * @param taken how many executions were started
 * @param skippedByOverlap how many were left out because an earlier execution ran
 * @param missed how many were left out because they were due longer ago than the catch-up
 * window when they could have been started
 * @param dropped how many were left out because too many waited already
 */
public record ScheduleCounts(long taken, long skippedByOverlap, long missed, long dropped) {

	/** Nothing yet. */
	public static final ScheduleCounts NONE = new ScheduleCounts(0, 0, 0, 0);

}
