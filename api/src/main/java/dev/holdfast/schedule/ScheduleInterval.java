package dev.holdfast.schedule;

import java.time.Duration;

/**
 * Times at equal distances: the epoch plus an offset plus any multiple of an interval.
 *
 * @param every the distance; at least a second
 * @param offset at least zero and less than the distance
 */
public record ScheduleInterval(Duration every, Duration offset) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(36_525);

	public ScheduleInterval {
		if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"The interval of a schedule must be between 1 second and 100 years, but is " + every);
		}
		if (offset.isNegative() || offset.compareTo(every) >= 0) {
			throw new IllegalArgumentException("The offset of an interval must not be negative, and less than the"
					+ " interval; but it is " + offset + ", and the interval " + every);
		}
	}

}
