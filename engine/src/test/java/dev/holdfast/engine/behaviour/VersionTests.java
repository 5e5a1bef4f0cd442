package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class VersionTests {

	@EngineTest
	void newExecutionsFollowTheNewestAndOldOnesTheOldest(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Before.class, Tools.class);
		first.client().workflow(Before::run).id("old").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(After.class, Tools.class);
		WorkflowHandle<After, String> young = second.client().workflow(After::run).id("young").start();
		rig.awaitQuiet();
		WorkflowHandle<Object, Object> old = second.client().handle("old");
		old.signal("go");
		young.signal("go");
		assertThat(old.result(EngineRig.PATIENCE)).isEqualTo("plain -1");
		assertThat(Look.result(young)).isEqualTo("fancy 1");
		assertThat(Look.types(old)).doesNotContain("VersionRecorded");
		assertThat(Look.types(young)).containsExactly("WorkflowStarted", "VersionRecorded", "ActivityScheduled",
				"ActivityCompleted", "SignalReceived", "WorkflowCompleted");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void theCallMayGoWhenItIsNotNeededAnyMore(EngineRig rig) {
		EngineRig.Node first = rig.startNode(After.class, Tools.class);
		first.client().workflow(After::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(Cleaned.class, Tools.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("fancy");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void anUnsupportedVersionLeavesTheRunStuckEvenIfCodeCatchesIt(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node first = rig.startNode(Before.class, Tools.class);
		first.client().workflow(Before::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(Demanding.class, Tools.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("UnsupportedVersionException")
			.contains("version -1 of change 'tool'")
			.contains("supports 1 to 2");
	}

	@EngineTest
	void isTheSameInALoopInHandlersAndInCoroutines(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Everywhere.class);
		WorkflowHandle<Everywhere, List<String>> handle = node.client().workflow(Everywhere::run).start();
		rig.awaitQuiet();
		handle.signal(Everywhere::poke);
		rig.awaitQuiet();
		assertThat(handle.query(Everywhere::seen)).containsExactly("async 2", "loop 1", "handler 3", "last 4");
		for (int i = 0; i < 3; i++) {
			rig.advance(Duration.ofHours(1));
		}
		assertThat(Look.result(handle)).containsExactly("async 2", "loop 1", "handler 3", "last 4", "loop 1", "loop 1",
				"end 4");
		assertThat(handle.query(Everywhere::seen)).hasSize(7);
		assertThat(Look.types(handle).stream().filter("VersionRecorded"::equals)).hasSize(4);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofTwoChangesMayBeAskedForInAnotherOrder(EngineRig rig) {
		EngineRig.Node first = rig.startNode(OneThenTwo.class);
		first.client().workflow(OneThenTwo::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(TwoThenOne.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("1 2");
	}

	@EngineTest
	void aCallBeforeThePlaceOfItsRecordIsFound(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node first = rig.startNode(Late.class, Tools.class);
		first.client().workflow(Late::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(Early.class, Tools.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("VersionRecorded 'tool'");
	}

	@EngineTest
	void doesNotChangeTheIdsOfChildrenWhenItIsRemoved(EngineRig rig) {
		EngineRig.Node first = rig.startNode(ParentBefore.class, Child.class);
		WorkflowHandle<ParentBefore, String> begun = first.client().workflow(ParentBefore::run).id("w").start();
		rig.awaitQuiet();
		String child = begun.runId() + ":3";
		assertThat(Look.status(first.client().handle(child))).isEqualTo(WorkflowStatus.RUNNING);
		first.stop();
		EngineRig.Node second = rig.startNode(ParentAfter.class, Child.class);
		second.client().handle(child).signal("go");
		assertThat(second.client().handle("w").result(EngineRig.PATIENCE)).isEqualTo("child went");
	}

	@Activity
	public static class Tools {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String plain() {
			return "plain";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String fancy() {
			return "fancy";
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
	public static class Before extends Signalled {

		private final Tools tools;

		public Before(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = this.tools.plain();
			Workflows.await(() -> this.go);
			return done;
		}

	}

	@Workflow(name = "Evolving")
	public static class After extends Signalled {

		private final Tools tools;

		public After(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = (Workflows.version("tool", Workflows.DEFAULT_VERSION, 1) == Workflows.DEFAULT_VERSION)
					? this.tools.plain() : this.tools.fancy();
			Workflows.await(() -> this.go);
			return done + " " + Workflows.version("tool", Workflows.DEFAULT_VERSION, 2);
		}

	}

	@Workflow(name = "Evolving")
	public static class Cleaned extends Signalled {

		private final Tools tools;

		public Cleaned(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = this.tools.fancy();
			Workflows.await(() -> this.go);
			return done;
		}

	}

	@Workflow(name = "Evolving", failOn = Exception.class)
	public static class Demanding extends Signalled {

		private final Tools tools;

		public Demanding(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			try {
				Workflows.version("tool", 1, 2);
			}
			catch (RuntimeException ex) {
				return "swallowed";
			}
			return this.tools.fancy();
		}

	}

	@Workflow
	public static class Everywhere {

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			Workflows.async(() -> {
				note("async", Workflows.version("two", 1, 2));
				Workflows.await(() -> this.seen.contains("handler 3"));
				note("last", Workflows.version("four", 1, 4));
			});
			for (int i = 0; i < 3; i++) {
				int version = Workflows.version("one", 1, 1);
				if (i == 0) {
					Workflows.await(() -> !this.seen.isEmpty());
				}
				note("loop", version);
				Workflows.sleep(Duration.ofHours(1));
			}
			note("end", Workflows.version("four", 1, 9));
			return this.seen;
		}

		@SignalMethod
		public void poke() {
			note("handler", Workflows.version("three", 1, 3));
		}

		@QueryMethod
		public List<String> seen() {
			return this.seen;
		}

		private void note(String where, int version) {
			this.seen.add(where + " " + version);
		}

	}

	@Workflow(name = "Swapping")
	public static class OneThenTwo extends Signalled {

		@WorkflowMethod
		public String run() {
			int one = Workflows.version("one", 1, 1);
			int two = Workflows.version("two", 1, 2);
			Workflows.await(() -> this.go);
			return one + " " + two;
		}

	}

	@Workflow(name = "Swapping")
	public static class TwoThenOne extends Signalled {

		@WorkflowMethod
		public String run() {
			int two = Workflows.version("two", 1, 2);
			int one = Workflows.version("one", 1, 1);
			Workflows.await(() -> this.go);
			return one + " " + two;
		}

	}

	@Workflow(name = "Moving")
	public static class Late extends Signalled {

		private final Tools tools;

		public Late(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			Workflows.activity(Tools::plain).async();
			Workflows.version("tool", 1, 1);
			Workflows.await(() -> this.go);
			return "late";
		}

	}

	@Workflow(name = "Moving")
	public static class Early extends Signalled {

		private final Tools tools;

		public Early(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			Workflows.version("tool", Workflows.DEFAULT_VERSION, 1);
			Workflows.activity(Tools::plain).async();
			Workflows.await(() -> this.go);
			return "early";
		}

	}

	@Workflow
	public static class Child extends Signalled {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "child went";
		}

	}

	@Workflow(name = "Parent")
	public static class ParentBefore {

		@WorkflowMethod
		public String run() {
			Workflows.version("gone", 1, 1);
			return Workflows.child(Child::run).execute();
		}

	}

	@Workflow(name = "Parent")
	public static class ParentAfter {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Child::run).execute();
		}

	}

}
