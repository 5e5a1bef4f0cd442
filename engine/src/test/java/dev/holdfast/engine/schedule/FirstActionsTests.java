package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.holdfast.engine.schedule.Scheduling.Held;
import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleCreation;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FirstActionsTests {

	@EngineTest
	void aBackfillBeginsWithTheSchedule(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		Instant now = Scheduling.now(rig);
		Instant last = now.truncatedTo(ChronoUnit.HOURS);
		ScheduleHandle handle = schedules.schedule("hourly", Quick::run)
			.cron("0 * * * *")
			.paused()
			.backfill(last.minus(Duration.ofHours(2)), now)
			.backfill(last.minus(Duration.ofHours(10)), last.minus(Duration.ofHours(9)),
					ScheduleOverlapPolicy.ALLOW_ALL)
			.create();
		Scheduling.awaitStarted(rig, 5);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).containsExactly(id(last, 10), id(last, 9), id(last, 2), id(last, 1),
				id(last, 0));
		assertThat(handle.describe().paused()).isTrue();
		assertThat(handle.describe().counts().taken()).isEqualTo(5);
	}

	@EngineTest
	void belongsToTheTransactionOfTheCaller(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		Instant now = Scheduling.now(rig);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rig.inTransaction(() -> {
			creation(schedules).backfill(now.minus(Duration.ofHours(3)), now).triggerImmediately().create();
			throw new IllegalStateException("changed my mind");
		}));
		rig.awaitQuiet();
		assertThat(schedules.list()).isEmpty();
		assertThat(Scheduling.started(rig)).isEmpty();
		rig.inTransaction(() -> {
			creation(schedules).backfill(now.minus(Duration.ofHours(3)), now).triggerImmediately().create();
			assertThat(Scheduling.started(rig)).isEmpty();
		});
		Scheduling.awaitStarted(rig, 4);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(4).doesNotHaveDuplicates();
	}

	@EngineTest(Extent.HALF)
	void areTakenByAScheduleThatIsThereToo(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		creation(schedules).create();
		Instant now = Scheduling.now(rig);
		creation(schedules).backfill(now.minus(Duration.ofHours(2)), now).triggerImmediately().createOrUpdate();
		Scheduling.awaitStarted(rig, 3);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(3);
	}

	@EngineTest(Extent.HALF)
	void thatCannotBeAreRefusedAndNothingIsWritten(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		Instant now = Scheduling.now(rig);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> creation(schedules).backfill(now, now.minus(Duration.ofHours(1))))
			.withMessageContaining("must not end before it begins");
		ScheduleCreation<Quick, String> late = creation(schedules).backfill(now, now.plusSeconds(60));
		assertThatIllegalArgumentException().isThrownBy(late::create).withMessageContaining("future");
		ScheduleCreation<Quick, String> many = creation(schedules);
		for (int i = 0; i < 11; i++) {
			many.backfill(now.minus(Duration.ofHours(2 * i + 2)), now.minus(Duration.ofHours(2 * i + 1)));
		}
		assertThatIllegalArgumentException().isThrownBy(many::create).withMessageContaining("10 backfills");
		assertThat(schedules.list()).isEmpty();
		ScheduleHandle handle = creation(schedules).paused().create();
		ScheduleCreation<Quick, String> worse = schedules.schedule("hourly", Quick::run)
			.cron("@daily")
			.note("worse")
			.backfill(now, now.plusSeconds(60));
		assertThatIllegalArgumentException().isThrownBy(worse::createOrUpdate).withMessageContaining("future");
		assertThat(handle.describe().spec().crons()).containsExactly("0 * * * *");
		assertThat(handle.describe().note()).isEmpty();
		assertThat(Scheduling.started(rig)).isEmpty();
	}

	@EngineTest(Extent.HALF)
	void followTheirOverlapPolicy(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		Instant now = Scheduling.now(rig);
		ScheduleHandle handle = schedules.schedule("held", Held::run, "x")
			.cron("0 * * * *")
			.backfill(now.minus(Duration.ofHours(5)), now, ScheduleOverlapPolicy.SKIP)
			.create();
		EngineRig.await(() -> handle.describe().counts().skippedByOverlap() == 4);
		assertThat(handle.describe().counts().taken()).isEqualTo(1);
	}

	private static ScheduleCreation<Quick, String> creation(ScheduleClient schedules) {
		return schedules.schedule("hourly", Quick::run).cron("0 * * * *");
	}

	private static String id(Instant last, int hoursBefore) {
		return "hourly-" + last.minus(Duration.ofHours(hoursBefore));
	}

}
