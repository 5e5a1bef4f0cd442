package dev.holdfast.engine.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.schedule.ScheduleTurn.Outcome;
import dev.holdfast.engine.schedule.ScheduleTurn.Outcomes;
import dev.holdfast.engine.schedule.ScheduleTurn.Start;
import dev.holdfast.engine.store.StoredSchedule;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleInterval;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a schedule decides, without a database. */
class ScheduleTurnTests {

	private static final long BEGIN = Micros.of(Instant.parse("2025-01-01T00:00:00Z"));

	private static final long MINUTE = Micros.of(Duration.ofMinutes(1));

	private final Map<String, UUID> open = new HashMap<>();

	private final Set<String> ever = new HashSet<>();

	private Schedule schedule = schedule(ScheduleOverlapPolicy.SKIP, null);

	private static Schedule schedule(ScheduleOverlapPolicy overlap, @Nullable Long remaining) {
		return schedule(overlap, remaining, Duration.ZERO);
	}

	private static Schedule schedule(ScheduleOverlapPolicy overlap, @Nullable Long remaining, Duration jitter) {
		ScheduleSpec spec = new ScheduleSpec(List.of(),
				List.of(new ScheduleInterval(Duration.ofMinutes(1), Duration.ZERO)), List.of(), List.of(), null, null,
				jitter, ZoneOffset.UTC);
		ScheduleDefinition definition = new ScheduleDefinition(spec, overlap, Duration.ofDays(365), false, "s", null);
		return new Schedule(row(false), definition, ScheduleState.first("", BEGIN, remaining));
	}

	private static StoredSchedule row(boolean paused) {
		byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
		return new StoredSchedule("s", 0, "Type", null, null, paused, nothing, nothing, nothing, 0, 0);
	}

	/** Takes a turn, in which everything that is to be started is. */
	private ScheduleTurn turn(long now) {
		ScheduleTurn turn = new ScheduleTurn(this.schedule, new ScheduleTimes(this.schedule.definition().spec()),
				new Outcomes() {

					@Override
					public Outcome of(String workflowId) {
						return new Outcome(ScheduleTurnTests.this.open.get(workflowId), false);
					}

					@Override
					public boolean wasStarted(String workflowId) {
						return ScheduleTurnTests.this.ever.contains(workflowId);
					}

				}, now);
		turn.observe();
		turn.decide();
		for (Start start : turn.starts()) {
			UUID runId = UUID.randomUUID();
			assertThat(this.ever.add(start.workflowId())).as(start.workflowId()).isTrue();
			this.open.put(start.workflowId(), runId);
			turn.taken(start, runId);
		}
		this.schedule = new Schedule(row(turn.paused()), this.schedule.definition(), turn.state());
		return turn;
	}

	@Test
	void aThousandActionsWaitAndNoMore() {
		this.schedule = schedule(ScheduleOverlapPolicy.BUFFER_ALL, null);
		ScheduleTurn turn = turn(BEGIN + 1500 * MINUTE);
		assertThat(turn.starts()).hasSize(1);
		assertThat(turn.state().waiting()).hasSize(ScheduleTurn.MOST_WAITING);
		assertThat(turn.counts().dropped()).isEqualTo(499);
		assertThat(turn.waitsFor()).isNotNull();
		assertThat(turn.nextAt()).isEqualTo(BEGIN + 1501 * MINUTE);
	}

	@Test
	void fiftyActionsAreTakenInATurnAndTheOthersInTheNext() {
		this.schedule = schedule(ScheduleOverlapPolicy.ALLOW_ALL, null);
		long now = BEGIN + 120 * MINUTE;
		ScheduleTurn first = turn(now);
		assertThat(first.starts()).hasSize(ScheduleTurn.MOST_STARTS);
		assertThat(first.nextAt()).isEqualTo(now);
		assertThat(turn(now).starts()).hasSize(ScheduleTurn.MOST_STARTS);
		ScheduleTurn third = turn(now);
		assertThat(third.starts()).hasSize(20);
		assertThat(third.nextAt()).isEqualTo(now + MINUTE);
		assertThat(third.state().running()).hasSize(100);
		assertThat(third.counts().taken()).isEqualTo(120);
	}

	@Test
	void manyTimesArePassedInSeveralTurns() {
		long minutes = 2L * ScheduleTurn.MOST_TIMES + 7;
		long now = BEGIN + minutes * MINUTE;
		assertThat(turn(now).nextAt()).isEqualTo(now);
		assertThat(turn(now).nextAt()).isEqualTo(now);
		ScheduleTurn last = turn(now);
		assertThat(last.nextAt()).isEqualTo(now + MINUTE);
		assertThat(last.counts().taken()).isEqualTo(1);
		assertThat(last.counts().skippedByOverlap()).isEqualTo(minutes - 1);
	}

	@Test
	void aRemainderIsNeverExceeded() {
		this.schedule = schedule(ScheduleOverlapPolicy.ALLOW_ALL, 7L);
		ScheduleTurn turn = turn(BEGIN + 20 * MINUTE);
		assertThat(turn.starts()).hasSize(7);
		assertThat(turn.nextAt()).isNull();
	}

	@Test
	void aRemainderIsNotSpentOnWhatWaits() {
		this.schedule = schedule(ScheduleOverlapPolicy.BUFFER_ALL, 3L);
		turn(BEGIN + 10 * MINUTE);
		for (int i = 0; i < 10; i++) {
			this.open.clear();
			turn(BEGIN + 10 * MINUTE);
		}
		assertThat(this.ever).hasSize(3);
	}

	@Test
	void jitteredActionsComeInTheOrderOfTheirTimes() {
		this.schedule = schedule(ScheduleOverlapPolicy.ALLOW_ALL, null, Duration.ofMinutes(1));
		int taken = 0;
		for (long now = BEGIN; now < BEGIN + 60 * MINUTE; now += MINUTE / 4) {
			ScheduleTurn turn = turn(now);
			for (Start start : turn.starts()) {
				taken++;
				assertThat(start.action().time()).isEqualTo(BEGIN + taken * MINUTE);
				assertThat(start.action().due()).isBetween(start.action().time(), now);
			}
			assertThat(turn.nextAt()).isGreaterThan(now);
		}
		assertThat(taken).isGreaterThanOrEqualTo(58);
	}

	@Test
	void aSmallDifferenceBetweenClocksChangesNothing() {
		turn(BEGIN + 10 * MINUTE);
		this.open.clear();
		ScheduleTurn turn = turn(BEGIN + 10 * MINUTE - 1_000_000);
		assertThat(turn.starts()).isEmpty();
		assertThat(turn.nextAt()).isEqualTo(BEGIN + 11 * MINUTE);
	}

	@Test
	void afterTheClockWasPutBackOnlyWhatIsNewIsStarted() {
		turn(BEGIN + 10 * MINUTE);
		this.open.clear();
		assertThat(turn(BEGIN + 5 * MINUTE).state().cursor()).isEqualTo(BEGIN + 5 * MINUTE);
		this.ever.add("s-" + Micros.toInstant(BEGIN + 6 * MINUTE));
		ScheduleTurn turn = turn(BEGIN + 8 * MINUTE);
		assertThat(turn.starts()).extracting((start) -> start.action().time()).containsExactly(BEGIN + 7 * MINUTE);
	}

}
