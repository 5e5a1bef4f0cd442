package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.holdfast.client.ClientInWorkflowException;
import dev.holdfast.client.UnknownWorkflowTypeException;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.schedule.Scheduling.Held;
import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.behaviour.LogLines;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.schedule.ScheduleAlreadyExistsException;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.schedule.UnreadableScheduleException;
import dev.holdfast.workflow.InvalidSearchAttributeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BadScheduleTests {

	@EngineTest
	void isRefusedAndNothingIsWritten(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		Instant past = Scheduling.now(rig).minusSeconds(60);
		assertThatIllegalArgumentException().isThrownBy(() -> schedules.schedule("s", Quick::run).create())
			.withMessageContaining("no time");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).cron("0 0 31 2 ?").create())
			.withMessageContaining("never fires");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).cron("often").create())
			.withMessageContaining("often");
		assertThatIllegalArgumentException().isThrownBy(() -> schedules.schedule("s", Quick::run).zone("Atlantis"))
			.withMessageContaining("Atlantis");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).every(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).jitter(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run)
				.every(Duration.ofMinutes(1))
				.jitter(Duration.ofMinutes(2))
				.create())
			.withMessageContaining("jitter");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).cron("@daily").endAt(past).create())
			.withMessageContaining("never fires");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run)
				.cron("@daily")
				.startAt(past)
				.endAt(past.minusSeconds(1))
				.create())
			.withMessageContaining("endAt");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run).catchupWindow(Duration.ofSeconds(9)))
			.withMessageContaining("10 s");
		assertThatIllegalArgumentException().isThrownBy(() -> schedules.schedule("s", Quick::run).remainingActions(0L));
		assertThatIllegalArgumentException().isThrownBy(() -> schedules.schedule(" ", Quick::run))
			.withMessageContaining("schedule id");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("x".repeat(250), Quick::run).cron("@daily").create())
			.withMessageContaining("255");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run)
				.cron("@daily")
				.options((start) -> start.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE))
				.create())
			.withMessageContaining("policies about ids");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run)
				.cron("@daily")
				.options((start) -> start.memo("scheduledTime", "mine"))
				.create())
			.withMessageContaining("scheduledTime");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedules.schedule("s", Quick::run)
				.cron("@daily")
				.options((start) -> start.searchAttribute("ScheduledById", "me"))
				.create())
			.withMessageContaining("ScheduledById");
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> schedules.schedule("s", Quick::run).cron("@daily").options((start) -> {
				for (int i = 0; i < 99; i++) {
					start.searchAttribute("a" + i, i);
				}
			}).create());
		assertThatExceptionOfType(UnknownWorkflowTypeException.class)
			.isThrownBy(() -> schedules.schedule("s", "Nobody"));
		assertThatIllegalArgumentException().isThrownBy(() -> schedules.schedule("s", "Held"))
			.withMessageContaining("takes 1 arguments");
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> schedules.schedule("s", Held::run, "x".repeat(3_000_000)).cron("@daily").create());
		assertThat(schedules.list()).isEmpty();
	}

	@EngineTest
	void thatActsEverySecondIsWarnedOf(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		try (LogLines log = new LogLines("dev.holdfast.engine.schedule", "acts every second")) {
			schedules.schedule("minutely", Quick::run).cron("* * * * *").create().delete();
			assertThat(log.lines()).isEmpty();
			schedules.schedule("secondly", Quick::run).cron("* * * * * *").create().delete();
			assertThat(log.lines()).singleElement().asString().contains("'secondly'", "six fields");
		}
	}

	@EngineTest
	void withAnIdThatIsTakenIsRefused(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		schedules.schedule("s", Quick::run).cron("@daily").create();
		assertThatExceptionOfType(ScheduleAlreadyExistsException.class)
			.isThrownBy(() -> schedules.schedule("s", Held::run, "x").cron("@hourly").create())
			.withMessageContaining("'s'");
		rig.inTransaction(() -> {
			assertThatExceptionOfType(ScheduleAlreadyExistsException.class)
				.isThrownBy(() -> schedules.schedule("s", Held::run, "x").cron("@hourly").create());
			schedules.schedule("t", Quick::run).cron("@daily").create();
		});
		assertThat(schedules.list()).extracting(ScheduleSummary::id).containsExactly("s", "t");
		assertThat(schedules.handle("s").describe().workflowType()).isEqualTo("Quick");
	}

	@EngineTest
	void updateLeavesEverythingAsItWas(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run).cron("@daily").create();
		assertThatIllegalArgumentException().isThrownBy(() -> handle.update((schedule) -> schedule.clearTimes()));
		assertThatIllegalArgumentException().isThrownBy(() -> handle.update((schedule) -> schedule.cron("0 0 30 2 *")));
		assertThat(handle.describe().spec().crons()).containsExactly("@daily");
	}

	@EngineTest
	void thatCannotBeReadIsReportedAndTheOthersGoOn(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleClient schedules = Scheduling.schedules(node);
		for (String id : List.of("a", "b", "c", "d")) {
			schedules.schedule(id, Quick::run).cron("0 * * * *").create();
		}
		rig.awaitQuiet();
		byte[] garbage = { 'x', 0, 1 };
		rig.jdbc().update("update holdfast_schedule set definition = ? where schedule_id = 'a'", garbage);
		rig.jdbc().update("update holdfast_schedule set state = ? where schedule_id = 'b'", garbage);
		byte[] badCron = "{\"spec\":{\"crons\":[\"nonsense\"],\"intervals\":[],\"calendars\":[],\"skip\":[],\"jitter\":\"PT0S\",\"zone\":\"UTC\"},\"overlap\":\"SKIP\",\"catchupWindow\":\"PT1H\",\"pauseOnFailure\":false,\"workflowIdPrefix\":\"c\"}"
			.getBytes(java.nio.charset.StandardCharsets.UTF_8);
		rig.jdbc().update("update holdfast_schedule set definition = ? where schedule_id = 'c'", badCron);
		for (int i = 1; i <= 3; i++) {
			Scheduling.pass(rig, Duration.ofHours(1));
			Scheduling.awaitStarted(rig, i);
		}
		assertThat(Scheduling.started(rig)).hasSize(3).allMatch((id) -> id.startsWith("d-"));
		assertThat(schedules.list()).filteredOn((summary) -> summary.problem() != null)
			.extracting(ScheduleSummary::id)
			.containsExactly("a", "b", "c");
		assertThatExceptionOfType(UnreadableScheduleException.class).isThrownBy(() -> schedules.handle("a").describe());
		assertThatExceptionOfType(UnreadableScheduleException.class).isThrownBy(() -> schedules.handle("b").pause("x"));
		schedules.handle("a").delete();
		assertThat(schedules.list()).hasSize(3);
	}

	@EngineTest
	void isRefusedInWorkflowCode(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleClient schedules = Scheduling.schedules(node);
		EngineRig.Node other = rig.startNode(InWorkflow.class);
		InWorkflow.seen.set(null);
		InWorkflow.client.set(schedules);
		other.client().workflow(InWorkflow::run).start().result(EngineRig.PATIENCE);
		assertThat(InWorkflow.seen.get()).isInstanceOf(ClientInWorkflowException.class)
			.hasMessageContaining("ScheduleClient.handle");
	}

	@dev.holdfast.workflow.Workflow
	public static class InWorkflow {

		static final java.util.concurrent.atomic.AtomicReference<ScheduleClient> client = new java.util.concurrent.atomic.AtomicReference<>();

		static final java.util.concurrent.atomic.AtomicReference<Throwable> seen = new java.util.concurrent.atomic.AtomicReference<>();

		@dev.holdfast.workflow.WorkflowMethod
		public void run() {
			try {
				client.get().handle("s");
			}
			catch (RuntimeException ex) {
				seen.set(ex);
			}
		}

	}

}
