package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.util.stream.Stream;

import dev.holdfast.engine.definition.DefinitionProblem;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DeclaredScheduleTests {

	@EngineTest
	void isCreatedAtTheStart(EngineRig rig) {
		EngineRig.Node node = rig.startNode(First.Report.class);
		ScheduleDescription description = Scheduling.schedules(node).handle("report").describe();
		assertThat(description.spec().crons()).containsExactly("0 * * * *");
		assertThat(description.overlap()).isEqualTo(ScheduleOverlapPolicy.BUFFER_ONE);
		Scheduling.pass(rig, Duration.ofHours(1));
		Scheduling.awaitStarted(rig, 1);
		assertThat(Scheduling.started(rig).get(0)).startsWith("report-");
	}

	@EngineTest
	void staysAsItIsWithARestart(EngineRig rig) {
		EngineRig.Node node = rig.startNode(First.Report.class);
		ScheduleHandle handle = Scheduling.schedules(node).handle("report");
		handle.update((schedule) -> schedule.clearTimes().cron("15 * * * *"));
		handle.pause("by hand");
		node.stop();
		node = rig.startNode(First.Report.class);
		ScheduleDescription after = Scheduling.schedules(node).handle("report").describe();
		assertThat(after.spec().crons()).as("the annotation has not changed").containsExactly("15 * * * *");
		assertThat(after.paused()).isTrue();
		assertThat(after.note()).isEqualTo("by hand");
	}

	@EngineTest
	void isUpdatedWhenTheAnnotationHasChangedAndStaysPaused(EngineRig rig) {
		EngineRig.Node node = rig.startNode(First.Report.class);
		Scheduling.pass(rig, Duration.ofHours(1));
		Scheduling.awaitStarted(rig, 1);
		Scheduling.schedules(node).handle("report").pause("by hand");
		node.stop();
		node = rig.startNode(Second.Report.class);
		ScheduleDescription after = Scheduling.schedules(node).handle("report").describe();
		assertThat(after.spec().crons()).isEmpty();
		assertThat(after.spec().intervals()).hasSize(1);
		assertThat(after.paused()).isTrue();
		assertThat(after.counts().taken()).isEqualTo(1);
	}

	@EngineTest
	void isDeletedWhenItsClassDeclaresItNoMore(EngineRig rig) {
		EngineRig.Node node = rig.startNode(First.Report.class);
		Scheduling.schedules(node).schedule("mine", First.Report::run).cron("@daily").create();
		node.stop();
		node = rig.startNode(Third.Report.class);
		assertThat(Scheduling.schedules(node).list()).extracting(ScheduleSummary::id).containsExactly("mine");
	}

	@EngineTest
	void isLeftAloneByAnApplicationWithoutItsClass(EngineRig rig) {
		rig.startNode(First.Report.class).stop();
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		assertThat(Scheduling.schedules(node).list()).extracting(ScheduleSummary::id).containsExactly("report");
	}

	@EngineTest
	void leavesAloneWhatAClientCreated(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		Scheduling.schedules(node).schedule("report", Scheduling.Quick::run).cron("@daily").create();
		rig.startNode(First.Report.class);
		assertThat(Scheduling.schedules(node).handle("report").describe().workflowType()).isEqualTo("Quick");
	}

	@EngineTest
	void thatCannotBeReadDoesNotStopTheStart(EngineRig rig) {
		rig.startNode(First.Report.class).stop();
		byte[] garbage = { 1, 2, 3 };
		rig.jdbc().update("update holdfast_schedule set definition = ?", garbage);
		EngineRig.Node node = rig.startNode(Second.Report.class);
		Scheduling.schedules(node).handle("report").delete();
		node.stop();
		node = rig.startNode(Third.Report.class);
		assertThat(Scheduling.schedules(node).list()).isEmpty();
	}

	@EngineTest
	void thatCannotWorkIsReportedWithAllOthers(EngineRig rig) {
		InvalidDefinitionsException problems = catchThrowableOfType(InvalidDefinitionsException.class,
				() -> rig.startNode(BadCron.class, Never.class, BadZone.class, Arguments.class, NoTime.class,
						BadDuration.class, SameId.class, SameIdToo.class, ShortWindow.class));
		Stream<String> texts = problems.problems().stream().map(DefinitionProblem::what);
		assertThat(texts).hasSize(8)
			.anyMatch((what) -> what.contains("BadCron") && what.contains("every day"))
			.anyMatch((what) -> what.contains("Never") && what.contains("never fires"))
			.anyMatch((what) -> what.contains("BadZone") && what.contains("Europe/Atlantis"))
			.anyMatch((what) -> what.contains("Arguments") && what.contains("takes 1 arguments"))
			.anyMatch((what) -> what.contains("NoTime") && what.contains("no time"))
			.anyMatch((what) -> what.contains("BadDuration") && what.contains("soon"))
			.anyMatch((what) -> what.contains("SameId") && what.contains("'same'"))
			.anyMatch((what) -> what.contains("ShortWindow") && what.contains("10s"));
	}

	static class First {

		@Workflow
		@ScheduledWorkflow(id = "report", cron = "0 * * * *", overlap = ScheduleOverlapPolicy.BUFFER_ONE)
		public static class Report {

			@WorkflowMethod
			public void run() {
			}

		}

	}

	static class Second {

		@Workflow
		@ScheduledWorkflow(id = "report", every = "30m")
		public static class Report {

			@WorkflowMethod
			public void run() {
			}

		}

	}

	static class Third {

		@Workflow
		public static class Report {

			@WorkflowMethod
			public void run() {
			}

		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "every day")
	public static class BadCron {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "0 0 30 2 *")
	public static class Never {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "@daily", zone = "Europe/Atlantis")
	public static class BadZone {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "@daily")
	public static class Arguments {

		@WorkflowMethod
		public void run(String name) {
		}

	}

	@Workflow
	@ScheduledWorkflow
	public static class NoTime {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(every = "soon")
	public static class BadDuration {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(id = "same", cron = "@daily")
	public static class SameId {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(id = "same", cron = "@daily")
	public static class SameIdToo {

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "@daily", catchupWindow = "5s")
	public static class ShortWindow {

		@WorkflowMethod
		public void run() {
		}

	}

}
