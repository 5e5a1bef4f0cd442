package dev.holdfast.engine.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleCalendar;
import dev.holdfast.schedule.ScheduleInterval;
import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;

/**
 * The times that the specification of a schedule means, in microseconds since the epoch.
 * Immutable.
 */
public final class ScheduleTimes {

	/** No time at all. */
	public static final long NEVER = Long.MAX_VALUE;

	/** For how many times that are left out in a row a next one is looked for. */
	private static final int MOST_SKIPPED = 200_000;

	private static final long MILLI = 1000;

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	private static final Instant FIRST = Instant.EPOCH;

	private final List<Times> sources = new ArrayList<>();

	private final List<CalendarTimes> skip;

	private final long startAt;

	private final long endAt;

	private final long jitter;

	/**
	 * Reads a specification.
	 * @throws IllegalArgumentException if a cron expression is not valid
	 */
	public ScheduleTimes(ScheduleSpec spec) {
		spec.crons().forEach((cron) -> this.sources.add(new CronTimes(cron, spec.zone())));
		spec.intervals().forEach((interval) -> this.sources.add(IntervalTimes.of(interval)));
		spec.calendars().forEach((calendar) -> this.sources.add(new CalendarTimes(calendar, spec.zone())));
		this.skip = spec.skip().stream().map((calendar) -> new CalendarTimes(calendar, spec.zone())).toList();
		Instant start = spec.startAt();
		Instant end = spec.endAt();
		this.startAt = Micros.of((start != null && start.isAfter(FIRST)) ? start : FIRST);
		this.endAt = Micros.of((end != null && end.isBefore(LAST)) ? end : LAST);
		this.jitter = Micros.of(spec.jitter());
	}

	/**
	 * Checks that a specification means something.
	 * @param now from when on it has to mean a time
	 * @throws IllegalArgumentException if it does not, or contradicts itself
	 */
	public static void check(ScheduleSpec spec, Instant now) {
		if (spec.crons().isEmpty() && spec.intervals().isEmpty() && spec.calendars().isEmpty()) {
			throw new IllegalArgumentException(
					"The schedule says no time; give it a cron expression, an interval or a calendar");
		}
		Instant start = spec.startAt();
		Instant end = spec.endAt();
		if (start != null && end != null && end.isBefore(start)) {
			throw new IllegalArgumentException(
					"endAt (" + end + ") must not be before startAt (" + start + ") of the schedule");
		}
		if (spec.jitter().isNegative()) {
			throw new IllegalArgumentException("The jitter must not be negative, but is " + spec.jitter());
		}
		for (ScheduleInterval interval : spec.intervals()) {
			if (spec.jitter().compareTo(interval.every()) > 0) {
				throw new IllegalArgumentException("The jitter (" + spec.jitter()
						+ ") must not be longer than the interval (" + interval.every() + ")");
			}
		}
		long from = Micros.of(now);
		for (String cron : spec.crons()) {
			if (new CronTimes(cron, spec.zone()).next(from) == NEVER) {
				throw new IllegalArgumentException("The cron expression \"" + cron
						+ "\" never fires: there is no such date. Check its day and month");
			}
		}
		for (ScheduleCalendar calendar : spec.calendars()) {
			if (new CalendarTimes(calendar, spec.zone()).next(from) == NEVER) {
				throw new IllegalArgumentException(
						"The calendar " + calendar + " never fires: there is no such date in the future");
			}
		}
		if (new ScheduleTimes(spec).next(from) == NEVER) {
			throw new IllegalArgumentException(
					"The schedule never fires: all its times are skipped, or past its endAt");
		}
	}

	/** The first time that is meant after another one, or {@link #NEVER}. */
	public long next(long after) {
		long from = (this.startAt > after) ? this.startAt - 1 : after;
		for (int i = 0; i < MOST_SKIPPED; i++) {
			long candidate = NEVER;
			for (Times source : this.sources) {
				candidate = Math.min(candidate, source.next(from));
			}
			if (candidate > this.endAt) {
				return NEVER;
			}
			CalendarTimes skipping = skipping(candidate);
			if (skipping == null) {
				return candidate;
			}
			from = skipping.containedUntil(candidate);
		}
		return NEVER;
	}

	private @Nullable CalendarTimes skipping(long time) {
		for (CalendarTimes calendar : this.skip) {
			if (calendar.contains(time)) {
				return calendar;
			}
		}
		return null;
	}

	/**
	 * When the action of a time is due: as much later as follows from the schedule and
	 * the time, but before the time that comes next.
	 */
	public long due(String scheduleId, long time) {
		if (this.jitter == 0) {
			return time;
		}
		long following = next(time);
		long room = Math.min(this.jitter, (following != NEVER) ? following - time - MILLI : this.jitter);
		if (room < MILLI) {
			return time;
		}
		UUID hash = UUID.nameUUIDFromBytes((scheduleId + "@" + time).getBytes(StandardCharsets.UTF_8));
		long millis = Long.remainderUnsigned(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits(),
				room / MILLI + 1);
		return time + millis * MILLI;
	}

	/** Whether it acts about every second, which is seldom meant. */
	public boolean isEverySecond(Instant now) {
		long first = next(Micros.of(now));
		long second = (first != NEVER) ? next(first) : NEVER;
		return second != NEVER && second - first <= Micros.of(Duration.ofSeconds(1));
	}

}
