package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryLimitTests {

	@EngineTest
	void ofEventsMakesTheExecutionStuckBeforeAnythingIsWritten(EngineRig rig) {
		rig.maxTaskAttempts(100);
		WorkflowClient client = rig.start(Recorder.class);
		WorkflowHandle<Recorder, List<Boolean>> handle = client.workflow(Recorder::run, 51_200, 1).start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("HistoryLimitException", "51200", "continue as new");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		handle.terminate("as it cannot go on");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofWhatOneTaskAddsMakesTheExecutionStuck(EngineRig rig) {
		rig.maxTaskAttempts(100);
		WorkflowClient client = rig.start(Recorder.class);
		WorkflowHandle<Recorder, List<Boolean>> handle = client.workflow(Recorder::run, 10, 1_900_000).start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("HistoryLimitException", "one workflow task");
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void ofBytesMakesTheExecutionStuckAndWhatWasWrittenStands(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Recorder.class);
		WorkflowHandle<Recorder, List<Boolean>> handle = client.workflow(Recorder::run, 8, 1_900_000).start();
		for (int i = 0; i < 2; i++) {
			rig.awaitQuiet();
			handle.signal(Recorder::record, 8, 1_900_000);
		}
		rig.awaitQuiet();
		long events = handle.describe().execution().historyLength();
		handle.signal(Recorder::record, 4, 1_900_000);
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("HistoryLimitException", "52428800",
				"continue as new");
		assertThat(handle.describe().execution().historyLength()).isEqualTo(events).isEqualTo(27);
		handle.terminate("as it cannot go on");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isAnnouncedByTheSuggestionToContinueAsNew(EngineRig rig) {
		WorkflowClient client = rig.start(Recorder.class);
		for (int[] amount : new int[][] { { 4_094, 1 }, { 3, 1_600_000 } }) {
			WorkflowHandle<Recorder, List<Boolean>> handle = client.workflow(Recorder::run, amount[0], amount[1])
				.start();
			rig.awaitQuiet();
			handle.signal(Recorder::end);
			assertThat(Look.result(handle)).containsExactly(false, true);
		}
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Recorder {

		private boolean ended;

		@WorkflowMethod
		public List<Boolean> run(int events, int size) {
			List<Boolean> suggested = new ArrayList<>();
			suggested.add(Workflows.info().isContinueAsNewSuggested());
			record(events, size);
			Workflows.await(() -> this.ended);
			suggested.add(Workflows.info().isContinueAsNewSuggested());
			return suggested;
		}

		@SignalMethod
		public void record(int events, int size) {
			for (int i = 0; i < events; i++) {
				Workflows.sideEffect(String.class, () -> "x".repeat(size));
			}
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

	}

}
