package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.holdfast.engine.schedule.Scheduling.Held;
import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Schedules and transactions of the application. */
class ScheduleTransactionTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@EngineTest
	void whatACallerRollsBackHasNotHappened(EngineRig rig) {
		ScheduleHandle handle = hourly(rig.startNode(Scheduling.BEANS), "hourly");
		ScheduleDescription before = handle.describe();
		rolledBack(rig, () -> handle.pause("holidays"));
		assertThat(handle.describe()).isEqualTo(before);
		rolledBack(rig, () -> handle.update((change) -> change.cron("30 * * * *")));
		assertThat(handle.describe()).isEqualTo(before);
		rolledBack(rig, () -> handle.backfill(Scheduling.now(rig).minus(HOUR.multipliedBy(5)), Scheduling.now(rig)));
		rolledBack(rig, handle::trigger);
		rolledBack(rig, handle::delete);
		rig.awaitQuiet();
		assertThat(handle.describe()).isEqualTo(before);
		assertThat(Scheduling.started(rig)).isEmpty();
		handle.pause("holidays");
		ScheduleDescription paused = handle.describe();
		rolledBack(rig, () -> handle.unpause("back"));
		assertThat(handle.describe()).isEqualTo(paused);
		Scheduling.pass(rig, HOUR);
		assertThat(Scheduling.started(rig)).isEmpty();
	}

	@EngineTest
	void whatACallerCommitsHappensThen(EngineRig rig) {
		ScheduleHandle handle = hourly(rig.startNode(Scheduling.BEANS), "hourly");
		Instant last = Scheduling.now(rig).truncatedTo(ChronoUnit.HOURS);
		transaction(rig, (undo) -> {
			handle.pause("holidays");
			handle.update((change) -> change.cron("30 * * * *"));
			handle.backfill(last.minus(HOUR.multipliedBy(2)), last);
			rig.awaitQuiet();
			assertThat(Scheduling.started(rig)).isEmpty();
		});
		Scheduling.awaitStarted(rig, 5);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).containsExactlyElementsOf(
				Stream.of(120, 90, 60, 30, 0).map((ago) -> "hourly-" + last.minus(Duration.ofMinutes(ago))).toList());
		assertThat(handle.describe().paused()).isTrue();
	}

	@EngineTest(Extent.HALF)
	void oneThatHasAnIdOfAScheduleHoldsUpNoOther(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		hourly(node, "blocked");
		hourly(node, "free");
		Instant next = Scheduling.now(rig).truncatedTo(ChronoUnit.HOURS).plus(HOUR);
		transaction(rig, (undo) -> {
			node.client().workflow(Held::run, "x").id("blocked-" + next).start();
			rig.clock().advance(HOUR);
			EngineRig.await(() -> Scheduling.started(rig).contains("free-" + next));
			for (int i = 1; i <= 3; i++) { // and again, while it is in the way
				rig.clock().advance(HOUR);
				String id = "free-" + next.plus(HOUR.multipliedBy(i));
				EngineRig.await(() -> Scheduling.started(rig).contains(id));
			}
			undo.run();
		});
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(5));
			return Scheduling.started(rig).contains("blocked-" + next);
		});
	}

	private static ScheduleHandle hourly(EngineRig.Node node, String id) {
		return Scheduling.schedules(node).schedule(id, Quick::run).cron("0 * * * *").create();
	}

	private static void rolledBack(EngineRig rig, Runnable change) {
		transaction(rig, (undo) -> {
			change.run();
			undo.run();
		});
	}

	private static void transaction(EngineRig rig, Consumer<Runnable> work) {
		new TransactionTemplate(rig.transactionManager())
			.executeWithoutResult((status) -> work.accept(status::setRollbackOnly));
	}

}
