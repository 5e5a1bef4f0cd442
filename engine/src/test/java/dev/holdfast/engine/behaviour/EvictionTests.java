package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class EvictionTests {

	@EngineTest(Extent.HALF)
	void moreRunsThanFitSleepAndComplete(EngineRig rig) {
		rig.maxRuns(5);
		EngineRig.Node node = rig.startNode(Sleeper.class, Waiter.class);
		List<WorkflowHandle<Sleeper, Integer>> handles = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			handles.add(node.client().workflow(Sleeper::run, i).start());
		}
		for (WorkflowHandle<Sleeper, Integer> handle : handles) {
			EngineRig.await(() -> Look.types(handle).contains("TimerStarted"));
		}
		EngineRig.await(() -> node.engine().ownedRuns() <= 5);
		rig.advance(Duration.ofDays(1));
		for (int i = 0; i < 50; i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo(i);
		}
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void moreRunsThanFitWaitForSignalsAndComplete(EngineRig rig) {
		rig.maxRuns(5);
		EngineRig.Node node = rig.startNode(Sleeper.class, Waiter.class);
		List<WorkflowHandle<Waiter, String>> handles = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			handles.add(node.client().workflow(Waiter::run).start());
		}
		EngineRig.await(() -> node.engine().ownedRuns() <= 5);
		for (int i = 0; i < 50; i++) {
			handles.get(i).signal(Waiter::hear, "s" + i);
		}
		for (int i = 0; i < 50; i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo("s" + i);
		}
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public int run(int number) {
			Workflows.sleep(Duration.ofHours(12));
			return number;
		}

	}

	@Workflow
	public static class Waiter {

		private String heard = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.heard.isEmpty());
			return this.heard;
		}

		@SignalMethod
		public void hear(String what) {
			this.heard = what;
		}

	}

}
