package dev.holdfast.engine.activity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What the history knows of local activities is compared with the code. */
class LocalActivityReplayTests {

	@EngineTest
	void aResultIsNotAskedForTwice(EngineRig rig) {
		EngineRig.Node second = restart(rig, Original.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("first and went");
		assertThat(second.bean(Tools.class).made).isEmpty();
	}

	@EngineTest
	void anotherTypeDoesNotMatch(EngineRig rig) {
		assertStuck(rig, Changed.class, "the history has local activity 1, Tools.first",
				"the code did local activity 1, Tools.second");
	}

	@EngineTest
	void aCallThatIsMissingDoesNotMatch(EngineRig rig) {
		assertStuck(rig, Shorter.class, "the history has local activity 1, Tools.first",
				"the code did no call of a local activity");
	}

	@EngineTest
	void otherArgumentsAreReportedAndTheRunGoesOn(EngineRig rig) {
		EngineRig.Node second = restart(rig, OtherInput.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("first and went");
		assertThat(second.bean(Tools.class).made).isEmpty();
	}

	private static void assertStuck(EngineRig rig, Class<?> changed, String expected, String actual) {
		rig.maxTaskAttempts(1);
		EngineRig.Node second = restart(rig, changed);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		EngineRig.await(() -> handle.describe().execution().status() == WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("event 2").contains(expected).contains(actual);
		second.stop();
		EngineRig.Node third = rig.startNode(Original.class, Tools.class);
		WorkflowHandle<Object, Object> repaired = third.client().handle("w");
		repaired.resume();
		assertThat(repaired.result(EngineRig.PATIENCE)).isEqualTo("first and went");
	}

	private static EngineRig.Node restart(EngineRig rig, Class<?> workflow) {
		EngineRig.Node first = rig.startNode(Original.class, Tools.class);
		WorkflowHandle<Original, String> begun = first.client().workflow(Original::run).id("w").start();
		EngineRig.await(() -> begun.history().events().size() == 2);
		rig.awaitQuiet();
		first.stop();
		return rig.startNode(workflow, Tools.class);
	}

	@Activity
	public static class Tools {

		final List<String> made = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "5s")
		public String first(String input) {
			this.made.add("first");
			return "first";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String second(String input) {
			this.made.add("second");
			return "second";
		}

	}

	abstract static class Signalled {

		boolean go;

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow(name = "Evolving")
	public static class Original extends Signalled {

		@WorkflowMethod
		public String run() {
			String result = Workflows.localActivity(Tools::first, "one").execute();
			Workflows.await(() -> this.go);
			return result + " and went";
		}

	}

	@Workflow(name = "Evolving")
	public static class Changed extends Signalled {

		@WorkflowMethod
		public String run() {
			String result = Workflows.localActivity(Tools::second, "one").execute();
			Workflows.await(() -> this.go);
			return result + " and went";
		}

	}

	@Workflow(name = "Evolving")
	public static class OtherInput extends Signalled {

		@WorkflowMethod
		public String run() {
			String result = Workflows.localActivity(Tools::first, "two").execute();
			Workflows.await(() -> this.go);
			return result + " and went";
		}

	}

	@Workflow(name = "Evolving")
	public static class Shorter extends Signalled {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "went";
		}

	}

}
