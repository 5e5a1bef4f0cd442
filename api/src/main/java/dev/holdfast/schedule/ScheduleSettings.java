package dev.holdfast.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import dev.holdfast.workflow.SearchAttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule acts, and how. Each method answers this object. Not thread-safe.
 *
 * @param <S> the kind of settings
 */
public interface ScheduleSettings<S extends ScheduleSettings<S>> {

	/**
	 * Adds times by cron expressions: minute, hour, day of month, month and day of week,
	 * or six fields with the second first; also {@code @daily} and the like. The syntax
	 * is that of {@link org.springframework.scheduling.support.CronExpression}.
	 * @throws IllegalArgumentException if one is not valid or never means any time
	 */
	S cron(String... expressions);

	/** Adds times at equal distances, counted from the epoch. */
	default S every(Duration interval) {
		return every(interval, Duration.ZERO);
	}

	/**
	 * Adds times at equal distances: the epoch, plus the offset, plus any multiple of the
	 * interval.
	 * @param interval at least a second
	 * @param offset not negative, and less than the interval
	 * @throws IllegalArgumentException if they are not
	 */
	S every(Duration interval, Duration offset);

	/** Adds times by numbers. */
	S calendar(ScheduleCalendar... calendars);

	/** Leaves out times that a calendar means. */
	S skip(ScheduleCalendar... calendars);

	/** Takes back all crons, intervals, calendars and what is skipped. */
	S clearTimes();

	/** The first time that may be meant; {@code null} for no limit. */
	S startAt(@Nullable Instant time);

	/** The last time that may be meant; {@code null} for no limit. */
	S endAt(@Nullable Instant time);

	/**
	 * Actions are later than their time by up to so much, but never as late as the time
	 * after it. By how much follows from the id of the schedule and the time, and is
	 * always the same. By default they are punctual.
	 */
	S jitter(Duration jitter);

	/** The time zone of crons and calendars; UTC by default. */
	S zone(ZoneId zone);

	/**
	 * The time zone of crons and calendars; UTC by default.
	 * @throws IllegalArgumentException if there is no such time zone
	 */
	S zone(String zone);

	/**
	 * What an action does when an execution that the schedule started before still runs;
	 * by default it is skipped.
	 */
	S overlap(ScheduleOverlapPolicy policy);

	/**
	 * How late an action may be taken, after a time without any node for instance; what
	 * is due longer than that is missed. At least 10 s; a year by default.
	 */
	S catchupWindow(Duration window);

	/** Whether the schedule pauses when an execution fails or times out. */
	S pauseOnFailure(boolean pause);

	/**
	 * How many actions may be taken by the clock; {@code null} for no limit, which is the
	 * default. What is triggered or backfilled does not count.
	 */
	S remainingActions(@Nullable Long actions);

	/** A note for people. */
	S note(String note);

	/**
	 * Sets a value of the memo of the schedule itself, which those who look at it see;
	 * what it starts has a memo of its own.
	 * @param value the value; {@code null} removes the key
	 * @throws dev.holdfast.payload.PayloadException if the value cannot be written
	 * @throws dev.holdfast.payload.PayloadTooLargeException if the memo would be larger
	 * than 64 KiB
	 */
	S memo(String key, @Nullable Object value);

	/**
	 * Sets a search attribute of the schedule itself, which those who look at it see;
	 * what it starts has search attributes of its own.
	 * @param value the value, whose type decides on that of the attribute; {@code null}
	 * or an empty collection removes it
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if the name or the
	 * value cannot be one, or there are too many
	 */
	S searchAttribute(String name, @Nullable Object value);

	/**
	 * Sets a search attribute of the schedule itself, of a certain type; see
	 * {@link #searchAttribute(String, Object)}.
	 */
	<T> S searchAttribute(SearchAttributeKey<T> key, @Nullable T value);

}
