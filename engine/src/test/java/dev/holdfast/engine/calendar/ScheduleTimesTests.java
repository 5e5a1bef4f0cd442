package dev.holdfast.engine.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleCalendar;
import dev.holdfast.schedule.ScheduleInterval;
import dev.holdfast.schedule.ScheduleRange;
import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScheduleTimesTests {

	private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

	@Test
	void aCronOfFiveFieldsHasNoSeconds() {
		assertThat(times(cron("UTC", "30 3 * * *"), "2025-01-01T03:30:00Z", 2)).containsExactly("2025-01-02T03:30:00Z",
				"2025-01-03T03:30:00Z");
		assertThat(times(cron("UTC", "15 30 3 * * *"), "2025-01-01T03:30:00Z", 1))
			.containsExactly("2025-01-01T03:30:15Z");
		assertThat(times(cron("UTC", "@daily"), "2025-01-01T00:00:00Z", 1)).containsExactly("2025-01-02T00:00:00Z");
	}

	@Test
	void severalSourcesAreOne() {
		ScheduleSpec spec = new ScheduleSpec(List.of("0 12 * * *", "0 0 * * *"),
				List.of(new ScheduleInterval(Duration.ofHours(12), Duration.ofHours(6)),
						new ScheduleInterval(Duration.ofHours(12), Duration.ZERO)),
				List.of(), List.of(), null, null, Duration.ZERO, ZoneId.of("UTC"));
		assertThat(times(spec, "2025-01-01T00:00:00Z", 4)).containsExactly("2025-01-01T06:00:00Z",
				"2025-01-01T12:00:00Z", "2025-01-01T18:00:00Z", "2025-01-02T00:00:00Z");
	}

	@Test
	void anIntervalIsCountedFromTheEpoch() {
		ScheduleSpec spec = interval(Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ZERO);
		long next = new ScheduleTimes(spec).next(-1);
		assertThat(next).isEqualTo(3_000_000);
		assertThat(new ScheduleTimes(spec).next(next)).isEqualTo(10_000_000);
	}

	@Test
	void whatDoesNotExistInSpringIsLeftOut() {
		assertThat(times(cron("Europe/Berlin", "30 2 * * *"), "2025-03-29T00:00:00Z", 2))
			.containsExactly("2025-03-29T01:30:00Z", "2025-03-31T00:30:00Z");
		assertThat(times(calendar("Europe/Berlin", ScheduleCalendar.at(2, 30)), "2025-03-29T00:00:00Z", 2))
			.containsExactly("2025-03-29T01:30:00Z", "2025-03-31T00:30:00Z");
		assertThat(times(cron("America/Sao_Paulo", "0 0 * * *"), "2018-11-03T02:59:59Z", 2))
			.containsExactly("2018-11-03T03:00:00Z", "2018-11-05T02:00:00Z");
	}

	@Test
	void whatNamesHoursHappensOnceInAutumn() {
		assertThat(times(cron("Europe/Berlin", "30 2 * * *"), "2025-10-25T12:00:00Z", 2))
			.containsExactly("2025-10-26T00:30:00Z", "2025-10-27T01:30:00Z");
		assertThat(times(calendar("Europe/Berlin", ScheduleCalendar.at(2, 30)), "2025-10-25T12:00:00Z", 2))
			.containsExactly("2025-10-26T00:30:00Z", "2025-10-27T01:30:00Z");
		assertThat(times(calendar("Europe/Berlin", ScheduleCalendar.at(2, 30)), "2025-10-26T00:30:00Z", 1))
			.containsExactly("2025-10-27T01:30:00Z");
	}

	@Test
	void whatLeavesTheHourOpenGoesOnInAutumn() {
		String[] expected = { "2025-10-25T23:30:00Z", "2025-10-26T00:00:00Z", "2025-10-26T00:30:00Z",
				"2025-10-26T01:00:00Z", "2025-10-26T01:30:00Z", "2025-10-26T02:00:00Z" };
		assertThat(times(cron("Europe/Berlin", "*/30 * * * *"), "2025-10-25T23:00:00Z", 6)).containsExactly(expected);
		ScheduleCalendar half = ScheduleCalendar.days()
			.minutes(ScheduleRange.of(0, 59).step(30))
			.seconds(ScheduleRange.of(0));
		assertThat(times(calendar("Europe/Berlin", half), "2025-10-25T23:00:00Z", 6)).containsExactly(expected);
	}

	@Test
	void whatLeavesTheHourOpenGoesOnInSpring() {
		assertThat(times(cron("Europe/Berlin", "*/30 * * * *"), "2025-03-30T00:00:00Z", 3))
			.containsExactly("2025-03-30T00:30:00Z", "2025-03-30T01:00:00Z", "2025-03-30T01:30:00Z");
	}

	@Test
	void aCalendarMeansListsAndRanges() {
		ScheduleCalendar calendar = ScheduleCalendar.at(9, 30)
			.hours(ScheduleRange.of(9), ScheduleRange.of(13, 17).step(4))
			.daysOfWeek(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
			.months(Month.JANUARY);
		assertThat(times(calendar("UTC", calendar), "2025-01-01T00:00:00Z", 5)).containsExactly("2025-01-03T09:30:00Z",
				"2025-01-03T13:30:00Z", "2025-01-03T17:30:00Z", "2025-01-06T09:30:00Z", "2025-01-06T13:30:00Z");
		assertThat(times(calendar("UTC", calendar), "2025-01-31T17:30:00Z", 1)).containsExactly("2026-01-02T09:30:00Z");
	}

	@Test
	void aCalendarFindsRareDates() {
		ScheduleCalendar leap = ScheduleCalendar.at(0, 0)
			.daysOfMonth(ScheduleRange.of(29))
			.months(Month.FEBRUARY)
			.daysOfWeek(DayOfWeek.MONDAY);
		assertThat(times(calendar("Europe/Berlin", leap), "2025-01-01T00:00:00Z", 1))
			.containsExactly("2044-02-28T23:00:00Z");
		ScheduleCalendar once = ScheduleCalendar.at(12, 0)
			.years(ScheduleRange.of(2100))
			.months(Month.MAY)
			.daysOfMonth(ScheduleRange.of(1));
		assertThat(times(calendar("UTC", once), "2025-01-01T00:00:00Z", 2)).containsExactly("2100-05-01T12:00:00Z");
	}

	@Test
	void skippedTimesAreLeftOut() {
		ScheduleCalendar christmas = ScheduleCalendar.days()
			.months(Month.DECEMBER)
			.daysOfMonth(ScheduleRange.of(25, 26));
		ScheduleSpec spec = new ScheduleSpec(List.of("0 8 * * *"), List.of(), List.of(), List.of(christmas), null, null,
				Duration.ZERO, ZoneId.of("UTC"));
		assertThat(times(spec, "2025-12-24T00:00:00Z", 2)).containsExactly("2025-12-24T08:00:00Z",
				"2025-12-27T08:00:00Z");
	}

	@Test
	void aWholeYearOfSecondsIsSkippedQuickly() {
		ScheduleSpec spec = new ScheduleSpec(List.of("* * * * * *"), List.of(), List.of(),
				List.of(ScheduleCalendar.days().years(ScheduleRange.of(2025))), null, null, Duration.ZERO,
				ZoneId.of("UTC"));
		assertThat(times(spec, "2025-01-01T00:00:00Z", 1)).containsExactly("2026-01-01T00:00:00Z");
	}

	@Test
	void itBeginsAndEnds() {
		ScheduleSpec spec = new ScheduleSpec(List.of("0 * * * *"), List.of(), List.of(), List.of(),
				Instant.parse("2025-01-01T10:00:00Z"), Instant.parse("2025-01-01T12:00:00Z"), Duration.ZERO,
				ZoneId.of("UTC"));
		assertThat(times(spec, "2025-01-01T00:00:00Z", 9)).containsExactly("2025-01-01T10:00:00Z",
				"2025-01-01T11:00:00Z", "2025-01-01T12:00:00Z");
	}

	@Test
	void limitsBeyondAllCalendarsAreNone() {
		ScheduleSpec spec = new ScheduleSpec(List.of("0 * * * *"), List.of(), List.of(), List.of(), Instant.MIN,
				Instant.MAX, Duration.ZERO, ZoneId.of("UTC"));
		assertThat(times(spec, "2025-01-01T00:00:00Z", 1)).containsExactly("2025-01-01T01:00:00Z");
	}

	@Test
	void jitterFollowsFromTheScheduleAndTheTime() {
		ScheduleTimes times = new ScheduleTimes(interval(Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(1)));
		long distinct = 0;
		for (int i = 0; i < 200; i++) {
			long time = i * 60_000_000L;
			long due = times.due("a", time);
			assertThat(due).isEqualTo(times.due("a", time)).isBetween(time, time + 59_999_000);
			distinct += (due != times.due("b", time)) ? 1 : 0;
		}
		assertThat(distinct).isGreaterThan(190);
	}

	@Test
	void jitterNeverReachesTheNextTime() {
		ScheduleTimes times = new ScheduleTimes(new ScheduleSpec(List.of("0 0 * * *", "1 0 * * *"), List.of(),
				List.of(), List.of(), null, null, Duration.ofHours(6), ZoneId.of("UTC")));
		long time = times.next(Micros.of(NOW));
		for (int i = 0; i < 100; i++) {
			long next = times.next(time);
			assertThat(times.due("x", time)).isBetween(time, next - 1);
			time = next;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 0 31 2 ?", "0 0 30 2 *", "0 0 0 31 4,6 ?" })
	void aDateThatDoesNotExistIsRefused(String cron) {
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(cron("UTC", cron), NOW))
			.withMessageContaining(cron)
			.withMessageContaining("never fires");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "* * * *", "* * * * * * *", "61 * * * *", "x y z a b", "@never", "0 0 32 1 *" })
	void aCronThatCannotBeReadIsRefused(String cron) {
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(cron("UTC", cron), NOW))
			.withMessageContaining("\"" + cron + "\"");
	}

	@Test
	void whatMeansNothingIsRefused() {
		ScheduleSpec empty = new ScheduleSpec(List.of(), List.of(), List.of(), List.of(), null, null, Duration.ZERO,
				ZoneId.of("UTC"));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(empty, NOW))
			.withMessageContaining("no time");
		ScheduleSpec skipped = new ScheduleSpec(List.of("0 8 * * *"), List.of(), List.of(),
				List.of(ScheduleCalendar.days()), null, null, Duration.ZERO, ZoneId.of("UTC"));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(skipped, NOW))
			.withMessageContaining("never fires");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ScheduleTimes.check(between(NOW, NOW.minusSeconds(1)), NOW))
			.withMessageContaining("endAt");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ScheduleTimes.check(between(null, NOW.minusSeconds(1)), NOW))
			.withMessageContaining("never fires");
		ScheduleSpec jittery = interval(Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(61));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(jittery, NOW))
			.withMessageContaining("jitter");
		ScheduleCalendar past = ScheduleCalendar.at(0, 0).years(ScheduleRange.of(2001, 2024));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.check(calendar("UTC", past), NOW))
			.withMessageContaining("never fires");
	}

	@Test
	void numbersAndIntervalsThatCannotBeMeantAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ScheduleInterval(Duration.ZERO, Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScheduleInterval(Duration.ofHours(-1), Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScheduleInterval(Duration.ofHours(1), Duration.ofHours(1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScheduleInterval(Duration.ofHours(1), Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleCalendar.at(24, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleRange.of(5, 4));
		assertThatIllegalArgumentException().isThrownBy(() -> ScheduleRange.of(5).step(0));
	}

	@Test
	void everySecondIsNoticed() {
		assertThat(new ScheduleTimes(cron("UTC", "* * * * * *")).isEverySecond(NOW)).isTrue();
		assertThat(new ScheduleTimes(cron("UTC", "* * * * *")).isEverySecond(NOW)).isFalse();
	}

	private static List<String> times(ScheduleSpec spec, String after, int count) {
		ScheduleTimes times = new ScheduleTimes(spec);
		List<String> found = new ArrayList<>();
		long time = times.next(Micros.of(Instant.parse(after)));
		while (found.size() < count && time != ScheduleTimes.NEVER) {
			found.add(Micros.toInstant(time).toString());
			time = times.next(time);
		}
		return found;
	}

	private static ScheduleSpec cron(String zone, String... crons) {
		return new ScheduleSpec(List.of(crons), List.of(), List.of(), List.of(), null, null, Duration.ZERO,
				ZoneId.of(zone));
	}

	private static ScheduleSpec calendar(String zone, ScheduleCalendar... calendars) {
		return new ScheduleSpec(List.of(), List.of(), List.of(calendars), List.of(), null, null, Duration.ZERO,
				ZoneId.of(zone));
	}

	private static ScheduleSpec interval(Duration every, Duration offset, Duration jitter) {
		return new ScheduleSpec(List.of(), List.of(new ScheduleInterval(every, offset)), List.of(), List.of(), null,
				null, jitter, ZoneId.of("UTC"));
	}

	private static ScheduleSpec between(@Nullable Instant start, @Nullable Instant end) {
		return new ScheduleSpec(List.of("0 8 * * *"), List.of(), List.of(), List.of(), start, end, Duration.ZERO,
				ZoneId.of("UTC"));
	}

}
