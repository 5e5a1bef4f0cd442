package dev.holdfast.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When a schedule acts: at each time that any of its crons, intervals and calendars
 * means, unless one of the calendars to skip means it too.
 *
 * @param crons cron expressions of five or six fields
 * @param intervals times at equal distances
 * @param calendars times by numbers
 * @param skip times that are left out
 * @param startAt the first time that may be meant, or {@code null}
 * @param endAt the last time that may be meant, or {@code null}
 * @param jitter by how much an action may be later than its time
 * @param zone the time zone of crons and calendars
 */
public record ScheduleSpec(List<String> crons, List<ScheduleInterval> intervals, List<ScheduleCalendar> calendars,
		List<ScheduleCalendar> skip, @Nullable Instant startAt, @Nullable Instant endAt, Duration jitter, ZoneId zone) {

	public ScheduleSpec {
		crons = List.copyOf(crons);
		intervals = List.copyOf(intervals);
		calendars = List.copyOf(calendars);
		skip = List.copyOf(skip);
	}

}
