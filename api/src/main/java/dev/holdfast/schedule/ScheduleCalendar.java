package dev.holdfast.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.Arrays;
import java.util.List;

/**
 * Times that fit lists and ranges of numbers, in the time zone of the schedule. A list
 * that is empty means all. Immutable; each method answers a changed copy.
 *
 * @param seconds 0 to 59
 * @param minutes 0 to 59
 * @param hours 0 to 23
 * @param daysOfMonth 1 to 31
 * @param months 1 to 12
 * @param years 1970 to 9999
 * @param daysOfWeek 1 (Monday) to 7 (Sunday)
 */
public record ScheduleCalendar(List<ScheduleRange> seconds, List<ScheduleRange> minutes, List<ScheduleRange> hours,
		List<ScheduleRange> daysOfMonth, List<ScheduleRange> months, List<ScheduleRange> years,
		List<ScheduleRange> daysOfWeek) {

	public ScheduleCalendar {
		seconds = within("second", 0, 59, seconds);
		minutes = within("minute", 0, 59, minutes);
		hours = within("hour", 0, 23, hours);
		daysOfMonth = within("day of the month", 1, 31, daysOfMonth);
		months = within("month", 1, 12, months);
		years = within("year", 1970, 9999, years);
		daysOfWeek = within("day of the week", 1, 7, daysOfWeek);
	}

	private static List<ScheduleRange> within(String what, int least, int most, List<ScheduleRange> ranges) {
		for (ScheduleRange range : ranges) {
			if (range.from() < least || range.to() > most) {
				throw new IllegalArgumentException("A " + what + " must be between " + least + " and " + most
						+ ", but the calendar has " + range.from() + " to " + range.to());
			}
		}
		return List.copyOf(ranges);
	}

	/** A time of each day, in the time zone of the schedule. */
	public static ScheduleCalendar at(int hour, int minute) {
		return days().hours(ScheduleRange.of(hour)).minutes(ScheduleRange.of(minute)).seconds(ScheduleRange.of(0));
	}

	/** All of each day: a place to begin with for what is to be left out. */
	public static ScheduleCalendar days() {
		return new ScheduleCalendar(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
	}

	/** With other seconds. */
	public ScheduleCalendar seconds(ScheduleRange... seconds) {
		return new ScheduleCalendar(List.of(seconds), this.minutes, this.hours, this.daysOfMonth, this.months,
				this.years, this.daysOfWeek);
	}

	/** With other minutes. */
	public ScheduleCalendar minutes(ScheduleRange... minutes) {
		return new ScheduleCalendar(this.seconds, List.of(minutes), this.hours, this.daysOfMonth, this.months,
				this.years, this.daysOfWeek);
	}

	/** With other hours. */
	public ScheduleCalendar hours(ScheduleRange... hours) {
		return new ScheduleCalendar(this.seconds, this.minutes, List.of(hours), this.daysOfMonth, this.months,
				this.years, this.daysOfWeek);
	}

	/** With other days of the month. */
	public ScheduleCalendar daysOfMonth(ScheduleRange... days) {
		return new ScheduleCalendar(this.seconds, this.minutes, this.hours, List.of(days), this.months, this.years,
				this.daysOfWeek);
	}

	/** With other months. */
	public ScheduleCalendar months(ScheduleRange... months) {
		return new ScheduleCalendar(this.seconds, this.minutes, this.hours, this.daysOfMonth, List.of(months),
				this.years, this.daysOfWeek);
	}

	/** With other months. */
	public ScheduleCalendar months(Month... months) {
		return months(
				Arrays.stream(months).map((month) -> ScheduleRange.of(month.getValue())).toArray(ScheduleRange[]::new));
	}

	/** With other years. */
	public ScheduleCalendar years(ScheduleRange... years) {
		return new ScheduleCalendar(this.seconds, this.minutes, this.hours, this.daysOfMonth, this.months,
				List.of(years), this.daysOfWeek);
	}

	/** With other days of the week. */
	public ScheduleCalendar daysOfWeek(ScheduleRange... days) {
		return new ScheduleCalendar(this.seconds, this.minutes, this.hours, this.daysOfMonth, this.months, this.years,
				List.of(days));
	}

	/** With other days of the week. */
	public ScheduleCalendar daysOfWeek(DayOfWeek... days) {
		return daysOfWeek(
				Arrays.stream(days).map((day) -> ScheduleRange.of(day.getValue())).toArray(ScheduleRange[]::new));
	}

}
