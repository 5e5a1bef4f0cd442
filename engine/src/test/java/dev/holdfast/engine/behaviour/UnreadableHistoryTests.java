package dev.holdfast.engine.behaviour;

import java.util.Map;
import java.util.UUID;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnreadableHistoryTests {

	@EngineTest
	void aDamagedEventLeavesTheRunStuckAndNamesIt(EngineRig rig) {
		check(rig, "Event 2 (SideEffectRecorded) cannot be read", (run) -> {
			byte[] payload = rig.jdbc()
				.queryForObject("select payload from holdfast_event where run_id = ? and event_id = 2", byte[].class,
						run);
			rig.jdbc()
				.update("update holdfast_event set payload = ? where run_id = ? and event_id = 2",
						java.util.Arrays.copyOf(payload, 1), run);
		}, (run, original) -> rig.jdbc()
			.update("update holdfast_event set payload = ? where run_id = ? and event_id = 2", original.get("payload"),
					run));
	}

	@EngineTest
	void aMissingEventLeavesTheRunStuckAndNamesIt(EngineRig rig) {
		check(rig, "no event 2",
				(run) -> rig.jdbc().update("delete from holdfast_event where run_id = ? and event_id = 2", run),
				(run, original) -> rig.jdbc()
					.update("""
							insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
							values (?, 2, ?, ?, ?, ?)
							""", run, original.get("task"), original.get("event_type"), original.get("recorded_at"),
							original.get("payload")));
	}

	private interface Damage {

		void inflict(UUID runId);

	}

	private interface Repair {

		void make(UUID runId, Map<String, Object> original);

	}

	private static void check(EngineRig rig, String reason, Damage damage, Repair repair) {
		EngineRig.Node first = rig.startNode(Drawing.class);
		WorkflowHandle<Drawing, Integer> drawn = first.client().workflow(Drawing::run).id("w").start();
		rig.awaitQuiet();
		int number = drawn.query(Drawing::number);
		first.stop();
		UUID run = UUID.fromString(drawn.runId());
		Map<String, Object> original = rig.jdbc()
			.queryForMap("select * from holdfast_event where run_id = ? and event_id = 2", run);
		damage.inflict(run);

		EngineRig.Node second = rig.startNode(Drawing.class);
		WorkflowHandle<Drawing, ?> handle = second.client().handle(Drawing.class, "w");
		handle.signal(Drawing::go);
		EngineRig.await(() -> "STUCK".equals(rig.jdbc()
			.queryForObject("select status from holdfast_execution where run_id = ?", String.class, run)));
		assertThat(handle.describe().lastTaskFailure()).contains(reason);
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.STUCK);
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Drawing::number))
			.withMessageContaining(reason);
		WorkflowHandle<Drawing, Integer> other = second.client().workflow(Drawing::run).start();
		other.signal(Drawing::go);
		assertThat(Look.result(other)).isNotNull();

		repair.make(run, original);
		handle.resume();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(number);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Drawing {

		private int number;

		private boolean go;

		@WorkflowMethod
		public int run() {
			this.number = Workflows.sideEffect(Integer.class, () -> new java.util.Random().nextInt());
			Workflows.sideEffect(String.class, () -> "another event");
			Workflows.await(() -> this.go);
			return this.number;
		}

		@QueryMethod
		public int number() {
			return this.number;
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

}
