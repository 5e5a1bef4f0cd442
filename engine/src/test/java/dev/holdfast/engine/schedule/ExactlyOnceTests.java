package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

class ExactlyOnceTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@EngineTest(Extent.HALF)
	void everyHourOfThirtyDaysWithRestartsInBetween(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		hourly(node);
		Instant begin = Scheduling.now(rig);
		Instant end = begin.plus(Duration.ofDays(30));
		Random random = new Random(20261122);
		while (Scheduling.now(rig).isBefore(end)) {
			rig.advance(Duration.ofMinutes(1 + random.nextInt(900)));
			if (random.nextInt(8) == 0) {
				node.stop();
				rig.clock().advance(Duration.ofMinutes(random.nextInt(300)));
				node = rig.startNode(Scheduling.BEANS);
			}
		}
		List<String> expected = hours(begin, Scheduling.now(rig));
		Scheduling.awaitStarted(rig, expected.size());
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(expected);
		assertThat(Scheduling.schedules(node).handle("hourly").describe().counts().taken()).isEqualTo(expected.size());
	}

	@EngineTest
	void withTwoNodesAtOnce(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Scheduling.BEANS);
		rig.startNode(Scheduling.BEANS);
		hourly(first);
		Instant begin = Scheduling.now(rig);
		for (int i = 0; i < 24; i++) {
			rig.advance(HOUR);
		}
		List<String> expected = hours(begin, Scheduling.now(rig));
		Scheduling.awaitStarted(rig, expected.size());
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(expected);
	}

	@EngineTest
	void whenANodeIsFrozenAndThaws(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Scheduling.BEANS);
		EngineRig.Node second = rig.startNode(Scheduling.BEANS);
		hourly(first);
		Instant begin = Scheduling.now(rig);
		rig.advance(HOUR);
		Scheduling.awaitStarted(rig, 1);
		rig.awaitQuiet();
		first.freeze();
		for (int i = 0; i < 5; i++) {
			rig.clock().advance(HOUR);
			Scheduling.awaitStarted(rig, i + 2);
		}
		first.thaw();
		second.freeze();
		rig.clock().advance(HOUR);
		List<String> expected = hours(begin, Scheduling.now(rig));
		Scheduling.awaitStarted(rig, expected.size());
		second.thaw();
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(expected);
	}

	@EngineTest
	void whenCommitsFailBeforeTheyAreMade(EngineRig rig) {
		Random random = new Random(7);
		rig.seam(new Faults(() -> random.nextInt(3) == 0, () -> false));
		underFaults(rig);
	}

	@EngineTest
	void whenCommitsAreReportedAsFailedAfterTheyWereMade(EngineRig rig) {
		Random random = new Random(7);
		rig.seam(new Faults(() -> false, () -> random.nextInt(3) == 0));
		underFaults(rig);
	}

	private static void underFaults(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		hourly(node);
		Instant begin = Scheduling.now(rig);
		for (int i = 1; i <= 12; i++) {
			rig.clock().advance(HOUR);
			int wanted = i;
			EngineRig.await(() -> {
				// a schedule that failed several times rests for a while
				rig.clock().advance(Duration.ofSeconds(1));
				return Scheduling.started(rig).size() >= wanted;
			});
		}
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(hours(begin, Scheduling.now(rig)));
	}

	@EngineTest
	void whenTheClockJumpsFarBeyondTheCatchUpWindow(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("hourly", Quick::run)
			.cron("0 * * * *")
			.overlap(ScheduleOverlapPolicy.ALLOW_ALL)
			.catchupWindow(Duration.ofHours(5))
			.create();
		Instant begin = Scheduling.now(rig);
		Scheduling.pass(rig, Duration.ofDays(2000));
		EngineRig.await(() -> handle.describe().counts().taken() == 5);
		List<String> all = hours(begin, Scheduling.now(rig));
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(all.subList(all.size() - 5, all.size()));
		assertThat(handle.describe().counts().missed()).isEqualTo(all.size() - 5);
	}

	@EngineTest
	void whenTheClockIsPutBack(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		Instant begin = Scheduling.now(rig);
		Scheduling.pass(rig, Duration.ofHours(10));
		Scheduling.awaitStarted(rig, 10);
		rig.awaitQuiet();
		rig.clock().advance(Duration.ofHours(-6));
		Scheduling.pass(rig, Duration.ofHours(3));
		assertThat(Scheduling.started(rig)).as("none is taken again").hasSize(10);
		Scheduling.pass(rig, Duration.ofHours(7));
		Scheduling.awaitStarted(rig, 14);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEqualTo(hours(begin, Scheduling.now(rig)));
		assertThat(handle.describe().counts().taken()).isEqualTo(14);
	}

	@EngineTest
	void whenTheClockWasWrongByYearsAndIsPutRight(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("daily", Quick::run)
			.cron("0 0 * * *")
			.catchupWindow(Duration.ofDays(2))
			.create();
		rig.advance(Duration.ofDays(3650));
		EngineRig.await(() -> handle.describe().counts().taken() >= 1);
		rig.awaitQuiet();
		rig.clock().advance(Duration.ofDays(-3649));
		rig.awaitQuiet();
		Instant right = Scheduling.now(rig);
		EngineRig.await(() -> handle.describe().nextActionTimes().get(0).isBefore(right.plus(Duration.ofDays(2))));
		int before = Scheduling.started(rig).size();
		Scheduling.pass(rig, Duration.ofDays(1));
		Scheduling.awaitStarted(rig, before + 1);
		assertThat(Scheduling.started(rig)).contains("daily-" + day(Scheduling.now(rig)));
	}

	private static Instant day(Instant time) {
		return time.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
	}

	private static ScheduleHandle hourly(EngineRig.Node node) {
		return Scheduling.schedules(node)
			.schedule("hourly", Quick::run)
			.cron("0 * * * *")
			.overlap(ScheduleOverlapPolicy.ALLOW_ALL)
			.create();
	}

	private static List<String> hours(Instant after, Instant until) {
		List<String> ids = new ArrayList<>();
		Instant time = after.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plus(HOUR);
		while (!time.isAfter(until)) {
			ids.add("hourly-" + time);
			time = time.plus(HOUR);
		}
		return ids;
	}

	/** Fails commits, before or after they are made. */
	private record Faults(Supplier<Boolean> before, Supplier<Boolean> after) implements CommitSeam {

		@Override
		public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
			failIf(this.before.get());
			T result = transaction.get();
			failIf(this.after.get());
			return result;
		}

		private static void failIf(boolean fail) {
			if (fail) {
				throw new DataAccessResourceFailureException("the connection broke");
			}
		}

	}

}
