package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class SoakTests {

	private static final int FIRES = 10_000;

	/** About a week of minutes, with nodes that stop, and others that freeze. */
	@Test
	@Timeout(300)
	void tenThousandTimesWithRestartsNoneIsSkippedAndNoneIsDoubled() {
		EngineRig rig = new EngineRig(TestDatabase.H2, false);
		try {
			EngineRig.Node node = rig.startNode(Scheduling.BEANS);
			Scheduling.schedules(node)
				.schedule("minutely", Quick::run)
				.cron("* * * * *")
				.overlap(ScheduleOverlapPolicy.ALLOW_ALL)
				.catchupWindow(Duration.ofDays(1))
				.create();
			Instant begin = Scheduling.now(rig);
			Random random = new Random(20261122);
			while (Duration.between(begin, Scheduling.now(rig)).toMinutes() < FIRES) {
				rig.advance(Duration.ofMinutes(100 + random.nextInt(400)));
				awaitAll(rig, begin);
				if (random.nextInt(4) == 0) {
					node.stop();
					rig.clock().advance(Duration.ofMinutes(random.nextInt(300)));
					node = rig.startNode(Scheduling.BEANS);
				}
			}
			awaitAll(rig, begin);
			rig.awaitQuiet();
			List<String> started = Scheduling.started(rig);
			assertThat(started).hasSizeGreaterThanOrEqualTo(FIRES).isEqualTo(minutes(begin, Scheduling.now(rig)));
			assertThat(rig.jdbc()
				.queryForObject("select count(*) from holdfast_execution where status <> 'COMPLETED'", Integer.class))
				.isZero();
		}
		finally {
			rig.close();
		}
	}

	private static void awaitAll(EngineRig rig, Instant begin) {
		int expected = minutes(begin, Scheduling.now(rig)).size();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> rig.jdbc()
				.queryForObject("select count(*) from holdfast_execution", Integer.class) >= expected);
	}

	private static List<String> minutes(Instant after, Instant until) {
		List<String> ids = new ArrayList<>();
		for (Instant time = after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60); !time.isAfter(until); time = time
			.plusSeconds(60)) {
			ids.add("minutely-" + time);
		}
		return ids;
	}

}
