package dev.holdfast.schedule;

/**
 * A range of numbers within a calendar: every so many from one to another.
 *
 * @param from the first
 * @param to the last one that may be meant; not less than the first
 * @param step the distance between them; at least 1
 */
public record ScheduleRange(int from, int to, int step) {

	public ScheduleRange {
		if (to < from) {
			throw new IllegalArgumentException(
					"A range must not end before it begins, but is " + from + " to " + to + ". Write two ranges.");
		}
		if (step < 1) {
			throw new IllegalArgumentException("The step of a range must be at least 1, but is " + step);
		}
	}

	/** A single number. */
	public static ScheduleRange of(int number) {
		return new ScheduleRange(number, number, 1);
	}

	/** All numbers from one to another, both included. */
	public static ScheduleRange of(int from, int to) {
		return new ScheduleRange(from, to, 1);
	}

	/** Every so many of the range. */
	public ScheduleRange step(int step) {
		return new ScheduleRange(this.from, this.to, step);
	}

	/** Whether a number is meant. */
	public boolean contains(int number) {
		return number >= this.from && number <= this.to && (number - this.from) % this.step == 0;
	}

}
