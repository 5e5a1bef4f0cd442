package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.MdcContextPropagator;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/** What a schedule starts has the context in which the schedule was created. */
class ScheduleContextTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@EngineTest
	void theContextOfTheCreationGoesWithEveryRun(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Telling.class, Tenants.class);
		MDC.put("tenant", "acme");
		ScheduleHandle handle = Scheduling.schedules(node).schedule("s", Telling::run).cron("0 * * * *").create();
		MDC.put("tenant", "globex");
		handle.update((update) -> update.note("changed by another"));
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		handle.trigger();
		Scheduling.awaitStarted(rig, 2);
		assertThat(results(node, rig)).containsExactly("acme", "acme");
		MDC.remove("tenant");
		rig.startNode(Telling.class, Tenants.class);
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 3);
		assertThat(results(node, rig)).containsExactly("acme", "acme", "acme");
	}

	@EngineTest
	void aReplacementBringsItsOwn(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Telling.class, Tenants.class);
		MDC.put("tenant", "acme");
		Scheduling.schedules(node).schedule("s", Telling::run).cron("0 * * * *").create();
		MDC.put("tenant", "globex");
		Scheduling.schedules(node).schedule("s", Telling::run).cron("0 * * * *").createOrUpdate();
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		assertThat(results(node, rig)).containsExactly("globex");
	}

	@EngineTest
	void aDeclaredScheduleHasNone(EngineRig rig) {
		MDC.put("tenant", "whoever starts the application");
		EngineRig.Node node = rig.startNode(Declared.class, Tenants.class);
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		assertThat(results(node, rig)).containsExactly("null");
	}

	private static List<String> results(EngineRig.Node node, EngineRig rig) {
		return Scheduling.started(rig).stream().map((id) -> {
			WorkflowHandle<Object, Object> handle = node.client().handle(id);
			return String.valueOf(handle.result(EngineRig.PATIENCE));
		}).toList();
	}

	public static class Tenants implements ContextPropagator {

		private final MdcContextPropagator mdc = new MdcContextPropagator(List.of("tenant"));

		@Override
		public String name() {
			return "tenants";
		}

		@Override
		public Map<String, String> capture() {
			return this.mdc.capture();
		}

		@Override
		public Scope restore(Map<String, String> context) {
			return this.mdc.restore(context);
		}

	}

	@Workflow
	public static class Telling {

		@WorkflowMethod
		public String run() {
			return MDC.get("tenant");
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "0 * * * *")
	public static class Declared {

		@WorkflowMethod
		public String run() {
			return String.valueOf(MDC.get("tenant"));
		}

	}

}
