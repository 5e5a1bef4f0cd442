package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Workflows to schedule, and short ways to look at what was started. */
final class Scheduling {

	static final Class<?>[] BEANS = { Quick.class, Held.class, Failing.class };

	private Scheduling() {
	}

	static ScheduleClient schedules(EngineRig.Node node) {
		return node.engine().schedules().client();
	}

	static Instant now(EngineRig rig) {
		return Micros.toInstant(rig.clock().micros());
	}

	/** The ids of all executions, in order. */
	static List<String> started(EngineRig rig) {
		return rig.jdbc()
			.queryForList("select workflow_id from holdfast_execution order by workflow_id, started_at", String.class);
	}

	static void awaitStarted(EngineRig rig, int count) {
		EngineRig.await(() -> started(rig).size() >= count);
	}

	/** Moves the clock, and waits until everything is done that is due then. */
	static void pass(EngineRig rig, Duration duration) {
		rig.advance(duration);
		rig.awaitQuiet();
	}

	static long taken(ScheduleHandle handle) {
		return handle.describe().counts().taken();
	}

	@Workflow
	public static class Quick {

		@WorkflowMethod
		public String run() {
			return Workflows.memo().get("scheduledTime", Instant.class).map(Instant::toString).orElse("never");
		}

	}

	@Workflow
	public static class Held {

		private boolean released;

		@WorkflowMethod
		public void run(String name) {
			Workflows.await(() -> this.released);
		}

		@SignalMethod
		public void release() {
			this.released = true;
		}

	}

	@Workflow
	public static class Failing {

		@WorkflowMethod
		public void run() {
			throw ApplicationFailure.nonRetryable("Failed", "it fails");
		}

	}

}
