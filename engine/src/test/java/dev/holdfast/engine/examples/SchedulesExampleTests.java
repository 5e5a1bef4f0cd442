package dev.holdfast.engine.examples;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.util.List;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.schedule.ScheduleAction;
import dev.holdfast.schedule.ScheduleCalendar;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleRange;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulesExampleTests {

	@EngineTest
	void aWorkflowIsStartedByACronExpression(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ReportWorkflow.class);
		ScheduleClient schedules = node.engine().schedules().client();
		// tag::create[]
		ScheduleHandle nightly = schedules.schedule("nightly-report", ReportWorkflow::run, "eu")
			.cron("0 3 * * *")
			.zone("Europe/Berlin")
			.overlap(ScheduleOverlapPolicy.BUFFER_ONE)
			.catchupWindow(Duration.ofHours(6))
			.options((start) -> start.executionTimeout(Duration.ofHours(2)).memo("team", "finance"))
			.create();
		// end::create[]
		rig.advance(Duration.ofHours(4));
		EngineRig.await(() -> nightly.describe().counts().taken() == 1);
		String workflowId = nightly.describe().recentActions().get(0).workflowId();
		assertThat(workflowId).isEqualTo("nightly-report-2023-11-15T02:00:00Z");
		assertThat(node.client().handle(workflowId).result(String.class)).isEqualTo("eu for 2023-11-15");
	}

	@EngineTest
	void timesAreGivenByIntervalsAndCalendarsToo(EngineRig rig) {
		ScheduleClient schedules = rig.startNode(ReportWorkflow.class).engine().schedules().client();
		// tag::times[]
		ScheduleHandle handle = schedules.schedule("report", ReportWorkflow::run, "eu")
			.every(Duration.ofHours(6), Duration.ofMinutes(15))
			.calendar(ScheduleCalendar.at(9, 30)
				.hours(ScheduleRange.of(9), ScheduleRange.of(13, 17).step(2))
				.daysOfWeek(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))
			.skip(ScheduleCalendar.days().months(Month.DECEMBER).daysOfMonth(ScheduleRange.of(24, 26)))
			.startAt(Instant.parse("2023-12-22T12:00:00Z"))
			.jitter(Duration.ofMinutes(5))
			.create();
		List<Instant> next = handle.describe().nextActionTimes();
		// end::times[]
		assertThat(next).hasSize(10).isSorted();
		assertThat(next.get(0)).isBetween("2023-12-22T12:15:00Z", "2023-12-22T12:20:00Z");
		assertThat(next.get(1)).isBetween("2023-12-22T13:30:00Z", "2023-12-22T13:35:00Z");
		assertThat(next).noneMatch((time) -> time.toString().startsWith("2023-12-25"));
	}

	@EngineTest
	void aScheduleIsChangedByItsHandle(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ReportWorkflow.class);
		ScheduleClient schedules = node.engine().schedules().client();
		schedules.schedule("nightly-report", ReportWorkflow::run, "eu").cron("0 3 * * *").create();
		Instant monday = Micros.toInstant(rig.clock().micros()).minus(Duration.ofDays(7));
		Instant today = Micros.toInstant(rig.clock().micros());
		// tag::handle[]
		ScheduleHandle handle = schedules.handle("nightly-report");
		handle.pause("the warehouse is closed");
		handle.unpause("it is open again");
		handle.trigger();
		handle.backfill(monday, today, ScheduleOverlapPolicy.ALLOW_ALL);
		handle.update((schedule) -> schedule.clearTimes().cron("0 4 * * *").arguments("us"));
		ScheduleDescription description = handle.describe();
		// end::handle[]
		assertThat(description.spec().crons()).containsExactly("0 4 * * *");
		EngineRig.await(() -> handle.describe().counts().taken() == 8);
		handle.delete();
	}

	@EngineTest
	void aScheduleHasNotesAndBeginsInThePast(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ReportWorkflow.class);
		ScheduleClient schedules = node.engine().schedules().client();
		Instant monday = Micros.toInstant(rig.clock().micros()).minus(Duration.ofDays(7));
		Instant today = Micros.toInstant(rig.clock().micros());
		// tag::notes[]
		ScheduleHandle handle = schedules.schedule("weekly-report", ReportWorkflow::run, "eu")
			.cron("0 3 * * *")
			.memo("owner", "Ms Lee")
			.searchAttribute("Team", "finance")
			.backfill(monday, today)
			.create();
		handle.update((schedule) -> schedule.memo("owner", null).memo("owners", List.of("Ms Lee", "Mr Ode")));
		String[] owners = handle.memo().get("owners", String[].class).orElseThrow();
		// end::notes[]
		assertThat(owners).containsExactly("Ms Lee", "Mr Ode");
		assertThat(schedules.list().get(0).searchAttributes()).containsEntry("Team", "finance");
		EngineRig.await(() -> handle.describe().counts().taken() == 7);
	}

	@EngineTest
	void aScheduleIsDeclaredByAnAnnotation(EngineRig rig) {
		EngineRig.Node node = rig.startNode(CleanupWorkflow.class);
		rig.advance(Duration.ofMinutes(5));
		ScheduleHandle handle = node.engine().schedules().client().handle("CleanupWorkflow");
		EngineRig.await(() -> handle.describe().counts().taken() == 1);
	}

	@EngineTest
	void anExecutionGoesOnFromTheOneBefore(EngineRig rig) {
		EngineRig.Node node = rig.startNode(CrawlWorkflow.class);
		ScheduleClient schedules = node.engine().schedules().client();
		ScheduleHandle handle = schedules.schedule("crawl", CrawlWorkflow::run).every(Duration.ofHours(1)).create();
		for (int i = 1; i <= 4; i++) {
			int times = i;
			rig.advance(Duration.ofHours(1));
			EngineRig.await(() -> handle.describe().counts().taken() == times);
			rig.awaitQuiet();
		}
		List<String> ids = handle.describe().recentActions().stream().map(ScheduleAction::workflowId).toList();
		assertThat(node.client().handle(ids.get(0)).result(Integer.class)).isEqualTo(100);
		assertThat(node.client().handle(ids.get(1)).result(Integer.class)).isEqualTo(200);
		assertThat(node.client().handle(ids.get(2)).describe().execution().status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(node.client().handle(ids.get(3)).result(Integer.class)).isEqualTo(-200);
		assertThat(node.client().workflow(CrawlWorkflow::run).execute()).isEqualTo(100);
	}

	@Workflow
	public static class CrawlWorkflow {

		@WorkflowMethod
		public int run() {
			// tag::last-result[]
			int page = Workflows.lastResult(Integer.class).orElse(0);
			boolean failedBefore = Workflows.info().lastFailure() != null;
			// end::last-result[]
			if (failedBefore) {
				return -page;
			}
			if (page == 200) {
				throw ApplicationFailure.of("no more pages", "End");
			}
			return page + 100;
		}

	}

	// tag::workflow[]
	@Workflow
	public static class ReportWorkflow {

		@WorkflowMethod
		public String run(String region) {
			Instant scheduled = Workflows.memo().get("scheduledTime", Instant.class).orElseGet(Workflows::now);
			return region + " for " + scheduled.toString().substring(0, 10);
		}

	}
	// end::workflow[]

	// tag::annotation[]
	@Workflow
	@ScheduledWorkflow(cron = "*/15 * * * *", overlap = ScheduleOverlapPolicy.SKIP, zone = "Europe/Berlin",
			catchupWindow = "10m")
	public static class CleanupWorkflow {

		@WorkflowMethod
		public void run() {
			Workflows.logger().info("Cleaning up");
		}

	}
	// end::annotation[]

}
