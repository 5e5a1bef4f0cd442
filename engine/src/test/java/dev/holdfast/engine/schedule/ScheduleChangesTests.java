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
import dev.holdfast.schedule.ScheduleCounts;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ScheduleChangesTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@EngineTest
	void whatPassesDuringAPauseIsNotMadeUpFor(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		handle.pause("holidays");
		ScheduleDescription paused = handle.describe();
		assertThat(paused.paused()).isTrue();
		assertThat(paused.note()).isEqualTo("holidays");
		assertThat(paused.nextActionTimes()).isEmpty();
		Scheduling.pass(rig, Duration.ofHours(5));
		handle.unpause("back");
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 2);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(2);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(2, 0, 0, 0));
		assertThat(handle.describe().note()).isEqualTo("back");
	}

	@EngineTest
	void aTriggerActsAtOnceAlsoDuringAPause(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("held", Held::run, "x")
			.cron("0 * * * *")
			.remainingActions(1L)
			.paused()
			.create();
		handle.trigger();
		Scheduling.awaitStarted(rig, 1);
		handle.trigger();
		EngineRig.await(() -> handle.describe().counts().skippedByOverlap() == 1);
		handle.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
		handle.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
		Scheduling.awaitStarted(rig, 3);
		assertThat(Scheduling.started(rig)).doesNotHaveDuplicates();
		assertThat(handle.describe().remainingActions()).isEqualTo(1);
		assertThat(handle.describe().paused()).isTrue();
	}

	@EngineTest
	void aScheduleCanActAsSoonAsItIsCreated(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		Scheduling.schedules(node).schedule("now", Quick::run).cron("0 0 1 1 *").triggerImmediately().create();
		Scheduling.awaitStarted(rig, 1);
		assertThat(Scheduling.started(rig)).containsExactly("now-" + Scheduling.now(rig));
	}

	@EngineTest(Extent.HALF)
	void aBackfillTakesWhatIsPastOneAfterTheOther(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		Instant now = Scheduling.now(rig);
		Instant last = now.truncatedTo(ChronoUnit.HOURS);
		handle.backfill(last.minus(Duration.ofHours(199)), now);
		Scheduling.awaitStarted(rig, 200);
		rig.awaitQuiet();
		List<String> started = Scheduling.started(rig);
		assertThat(started).hasSize(200).doesNotHaveDuplicates();
		assertThat(started).first().isEqualTo("hourly-" + last.minus(Duration.ofHours(199)));
		assertThat(started).last().isEqualTo("hourly-" + last);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(200, 0, 0, 0));
	}

	@EngineTest
	void aBackfillThatMayOverlapStartsAllAtOnce(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node).schedule("held", Held::run, "x").cron("0 * * * *").create();
		Instant now = Scheduling.now(rig);
		handle.backfill(now.minus(Duration.ofHours(120)), now, ScheduleOverlapPolicy.ALLOW_ALL);
		Scheduling.awaitStarted(rig, 120);
		assertThat(handle.describe().runningActions()).hasSize(100);
	}

	@EngineTest
	void aBackfillOfTheFutureOrBackwardsIsRefused(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		Instant now = Scheduling.now(rig);
		assertThatIllegalArgumentException().isThrownBy(() -> handle.backfill(now, now.plusSeconds(60)));
		assertThatIllegalArgumentException().isThrownBy(() -> handle.backfill(now, now.minusSeconds(60)));
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).isEmpty();
	}

	@EngineTest
	void onlySoManyActionsAreTaken(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("few", Quick::run)
			.cron("0 * * * *")
			.remainingActions(2L)
			.create();
		for (int i = 0; i < 4; i++) {
			Scheduling.pass(rig, HOUR);
		}
		assertThat(Scheduling.started(rig)).hasSize(2);
		assertThat(handle.describe().remainingActions()).isZero();
		assertThat(handle.describe().nextActionTimes()).isEmpty();
		handle.update((schedule) -> schedule.remainingActions(1L));
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 3);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(3);
	}

	@EngineTest
	void anUpdateCountsFromNowOnAndLosesNothing(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		node.engine().stop(Duration.ofSeconds(5));
		rig.clock().advance(Duration.ofHours(3));
		handle.update((schedule) -> {
			assertThat(schedule.description().spec().crons()).containsExactly("0 * * * *");
			schedule.clearTimes().cron("30 * * * *").note("half past");
		});
		assertThat(handle.describe().waitingActions()).isEqualTo(3);
		node.engine().start();
		Scheduling.awaitStarted(rig, 3);
		Instant now = Scheduling.now(rig);
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 4);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(4)
			.last()
			.isEqualTo("hourly-" + now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(30)));
		assertThat(handle.describe().note()).isEqualTo("half past");
	}

	@EngineTest
	void anUpdateChangesTheArguments(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("held", Held::run, "first")
			.cron("0 * * * *")
			.options((start) -> start.memo("team", "reports").searchAttribute("Region", "eu"))
			.create();
		assertThatIllegalArgumentException().isThrownBy(() -> handle.update((schedule) -> schedule.arguments("a", "b")))
			.withMessageContaining("takes 1 arguments");
		handle.update((schedule) -> schedule.arguments("second"));
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		var execution = node.client().handle(Scheduling.started(rig).get(0));
		assertThat(execution.history().events().get(0).data()).isEqualTo("[\"second\"]");
		assertThat(execution.describe().memo()).containsEntry("team", "\"reports\"")
			.containsEntry("scheduleId", "\"held\"")
			.containsKey("scheduledTime");
		assertThat(execution.describe().execution().searchAttributes()).containsEntry("Region", "eu")
			.containsEntry("ScheduledById", "held")
			.containsEntry("ScheduledStartTime", Scheduling.now(rig).truncatedTo(ChronoUnit.HOURS));
		assertThat(node.client().count("ScheduledById = 'held' and Region = 'eu'")).isEqualTo(1);
	}

	@EngineTest
	void aReplacementKeepsThePauseAndTheCounts(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		handle.pause("for now");
		Scheduling.schedules(node)
			.schedule("hourly", Held::run, "x")
			.every(Duration.ofMinutes(10))
			.note("replaced")
			.createOrUpdate();
		ScheduleDescription after = handle.describe();
		assertThat(after.workflowType()).isEqualTo("Held");
		assertThat(after.spec().crons()).isEmpty();
		assertThat(after.paused()).isTrue();
		assertThat(after.counts().taken()).isEqualTo(1);
		handle.unpause();
		Scheduling.pass(rig, Duration.ofMinutes(10));
		Scheduling.awaitStarted(rig, 2);
	}

	@EngineTest
	void aDeletedScheduleDoesNothing(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = hourly(node);
		handle.delete();
		Scheduling.pass(rig, Duration.ofHours(3));
		assertThat(Scheduling.started(rig)).isEmpty();
		assertThat(Scheduling.schedules(node).list()).isEmpty();
		assertThatExceptionOfType(ScheduleNotFoundException.class).isThrownBy(handle::describe);
		assertThatExceptionOfType(ScheduleNotFoundException.class).isThrownBy(handle::delete);
		assertThatExceptionOfType(ScheduleNotFoundException.class).isThrownBy(() -> handle.pause("x"));
		assertThatExceptionOfType(ScheduleNotFoundException.class)
			.isThrownBy(() -> Scheduling.schedules(node).handle("hourly"));
	}

	@EngineTest
	void changesArePartOfTheCallersTransaction(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		assertThatIllegalStateException().isThrownBy(() -> rig.inTransaction(() -> {
			hourly(node).trigger();
			throw new IllegalStateException("rolled back");
		}));
		rig.awaitQuiet();
		assertThat(Scheduling.schedules(node).list()).isEmpty();
		assertThat(Scheduling.started(rig)).isEmpty();
		rig.inTransaction(() -> hourly(node).trigger());
		Scheduling.awaitStarted(rig, 1);
		ScheduleHandle handle = Scheduling.schedules(node).handle("hourly");
		assertThatIllegalStateException().isThrownBy(() -> rig.inTransaction(() -> {
			handle.delete();
			throw new IllegalStateException("rolled back");
		}));
		assertThat(handle.describe().paused()).isFalse();
	}

	@EngineTest
	void aScheduleThatIsBeingChangedDoesNotHoldUpOthers(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle changed = hourly(node);
		Scheduling.schedules(node).schedule("other", Quick::run).cron("0 * * * *").create();
		rig.inTransaction(() -> {
			changed.update((schedule) -> schedule.note("takes its time"));
			rig.clock().advance(HOUR);
			Scheduling.awaitStarted(rig, 1);
			assertThat(Scheduling.started(rig)).allMatch((id) -> id.startsWith("other-"));
		});
		Scheduling.awaitStarted(rig, 2);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(2);
	}

	private static ScheduleHandle hourly(EngineRig.Node node) {
		return Scheduling.schedules(node)
			.schedule("hourly", Quick::run)
			.cron("0 * * * *")
			.overlap(ScheduleOverlapPolicy.BUFFER_ALL)
			.create();
	}

}
