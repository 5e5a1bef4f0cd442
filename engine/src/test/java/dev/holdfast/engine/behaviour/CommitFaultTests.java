package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class CommitFaultTests {

	private static final Class<?>[] BEANS = { Mixed.class, Child.class, Tool.class };

	@EngineTest
	void beforeTheCommitLosesNothing(EngineRig rig) {
		everySecond(rig, true, false);
	}

	@EngineTest
	void afterTheCommitDoesNothingTwice(EngineRig rig) {
		everySecond(rig, false, true);
	}

	private static void everySecond(EngineRig rig, boolean before, boolean after) {
		CommitFaults faults = CommitFaults.everySecond(before, after);
		rig.seam(faults);
		runAll(rig, 5);
		assertThat(faults.injected()).isPositive();
	}

	@EngineTest
	void ofARandomKindAtRandomTimesIsSurvived(EngineRig rig) {
		CommitFaults faults = CommitFaults.nowAndThen(20261122);
		rig.seam(faults);
		runAll(rig, 20);
		assertThat(faults.injected()).isPositive();
	}

	private static void runAll(EngineRig rig, int runs) {
		WorkflowClient client = rig.start(BEANS);
		List<WorkflowHandle<Mixed, String>> handles = new ArrayList<>();
		for (int i = 0; i < runs; i++) {
			handles.add(client.workflow(Mixed::run, i).start());
		}
		for (WorkflowHandle<Mixed, String> handle : handles) {
			handle.signal(Mixed::go, "a");
			handle.signal(Mixed::go, "b");
		}
		Look.advanceUntil(rig, Duration.ofMillis(100),
				() -> handles.stream().noneMatch((handle) -> Look.status(handle).isOpen()));
		for (int i = 0; i < runs; i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo(i + "ab" + 2 * i);
		}
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@Activity
	public static class Tool {

		@ActivityMethod(startToCloseTimeout = "1h")
		public int same(int number) {
			return number;
		}

	}

	@Workflow
	public static class Child {

		private final Tool tool;

		public Child(Tool tool) {
			this.tool = tool;
		}

		@WorkflowMethod
		public int run(int number) {
			return this.tool.same(number) * 2;
		}

	}

	@Workflow
	public static class Mixed {

		private final Tool tool;

		private String heard = "";

		public Mixed(Tool tool) {
			this.tool = tool;
		}

		@WorkflowMethod
		public String run(int number) {
			int same = Workflows.localActivity(Tool::same, this.tool.same(number)).execute();
			Promise<Integer> child = Workflows.child(Child::run, same).async();
			Workflows.await(() -> this.heard.length() >= 2);
			Workflows.sleep(Duration.ofMillis(10));
			return same + this.heard + child.get();
		}

		@SignalMethod
		public void go(String value) {
			this.heard += value;
		}

	}

}
