package dev.holdfast.engine.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;

import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleCalendar;
import dev.holdfast.schedule.ScheduleRange;
import org.jspecify.annotations.Nullable;

/**
 * The times of a calendar. What does not exist or exists twice, because clocks are
 * changed, is treated as {@link CronTimes} does.
 */
final class CalendarTimes implements Times {

	/** After so many years every combination of a date and a day of the week has been. */
	private static final int HORIZON_YEARS = 40;

	private final ZoneId zone;

	private final BitSet seconds;

	private final BitSet minutes;

	private final BitSet hours;

	private final BitSet daysOfMonth;

	private final BitSet months;

	private final List<ScheduleRange> years;

	private final BitSet daysOfWeek;

	private final boolean everyHour;

	private final int lastYear;

	CalendarTimes(ScheduleCalendar calendar, ZoneId zone) {
		this.zone = zone;
		this.seconds = numbers(calendar.seconds(), 0, 59);
		this.minutes = numbers(calendar.minutes(), 0, 59);
		this.hours = numbers(calendar.hours(), 0, 23);
		this.daysOfMonth = numbers(calendar.daysOfMonth(), 1, 31);
		this.months = numbers(calendar.months(), 1, 12);
		this.years = calendar.years();
		this.daysOfWeek = numbers(calendar.daysOfWeek(), 1, 7);
		this.everyHour = this.hours.cardinality() == 24;
		this.lastYear = this.years.stream().mapToInt(ScheduleRange::to).max().orElse(Integer.MAX_VALUE);
	}

	private static BitSet numbers(List<ScheduleRange> ranges, int least, int most) {
		BitSet numbers = new BitSet(most + 1);
		for (int number = least; number <= most; number++) {
			int candidate = number;
			numbers.set(number, ranges.isEmpty() || ranges.stream().anyMatch((range) -> range.contains(candidate)));
		}
		return numbers;
	}

	/** Between two changes of the clocks, local time runs as time does. */
	@Override
	public long next(long after) {
		ZoneRules rules = this.zone.getRules();
		Instant from = Micros.toInstant(after).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
		int horizon = from.atZone(this.zone).getYear() + HORIZON_YEARS;
		int last = (this.lastYear != Integer.MAX_VALUE) ? this.lastYear : horizon;
		while (from.atZone(this.zone).getYear() <= last) {
			ZoneOffset offset = rules.getOffset(from);
			ZoneOffsetTransition change = rules.nextTransition(from);
			LocalDateTime end = (change != null) ? change.getDateTimeBefore()
					: LocalDate.of(last + 1, 1, 1).atStartOfDay();
			LocalDateTime found = find(LocalDateTime.ofInstant(from, offset), end);
			if (found != null && (this.everyHour || !isRepeated(rules, found, offset))) {
				return Micros.of(found.toInstant(offset));
			}
			if (found != null) {
				from = found.toInstant(offset).plusSeconds(1);
			}
			else if (change != null) {
				from = change.getInstant();
			}
			else {
				return ScheduleTimes.NEVER;
			}
		}
		return ScheduleTimes.NEVER;
	}

	private static boolean isRepeated(ZoneRules rules, LocalDateTime time, ZoneOffset offset) {
		List<ZoneOffset> offsets = rules.getValidOffsets(time);
		return offsets.size() == 2 && offset.equals(offsets.get(1));
	}

	/** The first fitting local time, from one included to another excluded. */
	private @Nullable LocalDateTime find(LocalDateTime from, LocalDateTime end) {
		LocalDate day = from.toLocalDate();
		LocalTime earliest = from.toLocalTime();
		while (day.atTime(earliest).isBefore(end)) {
			if (!fitsYear(day.getYear())) {
				day = LocalDate.of(day.getYear() + 1, 1, 1);
			}
			else {
				LocalTime time = fitsDay(day) ? first(earliest) : null;
				if (time != null) {
					return day.atTime(time).isBefore(end) ? day.atTime(time) : null;
				}
				day = day.plusDays(1);
			}
			earliest = LocalTime.MIDNIGHT;
		}
		return null;
	}

	private boolean fitsYear(int year) {
		return this.years.isEmpty() || this.years.stream().anyMatch((range) -> range.contains(year));
	}

	private boolean fitsDay(LocalDate day) {
		return this.months.get(day.getMonthValue()) && this.daysOfMonth.get(day.getDayOfMonth())
				&& this.daysOfWeek.get(day.getDayOfWeek().getValue());
	}

	/** The first fitting time of a day that is not before another. */
	private @Nullable LocalTime first(LocalTime earliest) {
		int hour = this.hours.nextSetBit(earliest.getHour());
		if (hour == earliest.getHour()) {
			int minute = this.minutes.nextSetBit(earliest.getMinute());
			int second = (minute == earliest.getMinute()) ? this.seconds.nextSetBit(earliest.getSecond()) : -1;
			if (second >= 0) {
				return LocalTime.of(hour, minute, second);
			}
			if (minute == earliest.getMinute()) {
				minute = this.minutes.nextSetBit(minute + 1);
			}
			if (minute >= 0) {
				return LocalTime.of(hour, minute, this.seconds.nextSetBit(0));
			}
			hour = this.hours.nextSetBit(hour + 1);
		}
		return (hour >= 0) ? LocalTime.of(hour, this.minutes.nextSetBit(0), this.seconds.nextSetBit(0)) : null;
	}

	/** Whether a time is meant. */
	boolean contains(long micros) {
		LocalDateTime time = local(micros);
		return this.seconds.get(time.getSecond()) && this.minutes.get(time.getMinute())
				&& this.hours.get(time.getHour()) && fitsYear(time.getYear()) && fitsDay(time.toLocalDate());
	}

	/**
	 * The last moment that is certainly meant without a gap from a time on which is
	 * meant.
	 */
	long containedUntil(long micros) {
		boolean wholeDays = this.everyHour && this.minutes.cardinality() == 60 && this.seconds.cardinality() == 60;
		if (!wholeDays) {
			return micros;
		}
		LocalDate tomorrow = local(micros).toLocalDate().plusDays(1);
		return Math.max(micros, Micros.of(tomorrow.atStartOfDay(this.zone).toInstant()) - 1);
	}

	private LocalDateTime local(long micros) {
		return LocalDateTime.ofInstant(Micros.toInstant(micros), this.zone);
	}

}
