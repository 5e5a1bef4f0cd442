package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class NonDeterminismTests {

	@EngineTest
	void changedCodeLeavesTheRunStuckUntilTheRightCodeIsBack(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Original.class, Tools.class);
		WorkflowHandle<Original, String> begun = first.client().workflow(Original::run).id("w").start();
		rig.awaitQuiet();
		List<String> history = Look.types(begun);
		assertThat(history).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted");
		first.stop();

		EngineRig.Node second = rig.startNode(Changed.class, Tools.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		Look.advanceUntil(rig, Duration.ofMillis(500), () -> Look.status(handle) == WorkflowStatus.STUCK);
		WorkflowDescription description = handle.describe();
		assertThat(description.failedTaskAttempts()).isEqualTo(3);
		assertThat(description.lastTaskFailure()).contains("event 2")
			.contains("ActivityScheduled Tools.first")
			.contains("ActivityScheduled Tools.second");
		assertThat(description.undeliveredMessages()).isEqualTo(1);
		assertThat(description.lastTaskFailure()).as("both side by side")
			.containsPattern("   +1  WorkflowStarted\\n")
			.containsPattern("-> +2  ActivityScheduled Tools.first +ActivityScheduled Tools.second\\n")
			.contains("Workflows.version(");
		assertThat(Look.types(handle)).isEqualTo(history);
		second.stop();

		EngineRig.Node third = rig.startNode(Original.class, Tools.class);
		WorkflowHandle<Object, Object> repaired = third.client().handle("w");
		assertThat(repaired.result(EngineRig.PATIENCE)).isEqualTo("first and went");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void codeThatDoesLessIsFoundToo(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node first = rig.startNode(Original.class, Tools.class);
		first.client().workflow(Original::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(Shorter.class);
		WorkflowHandle<Object, Object> handle = second.client().handle("w");
		handle.signal("go");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("event 2")
			.contains("the history has ActivityScheduled Tools.first")
			.contains("the code did nothing more");
	}

	@EngineTest
	void changedInputIsReportedAndTheRunGoesOn(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Original.class, Tools.class);
		first.client().workflow(Original::run).id("w").start();
		rig.awaitQuiet();
		first.stop();
		try (LogLines log = new LogLines("dev.holdfast.engine.HoldfastEngine", "'w'")) {
			EngineRig.Node second = rig.startNode(OtherInput.class, Tools.class);
			WorkflowHandle<Object, Object> handle = second.client().handle("w");
			handle.signal("go");
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("first and went");
			assertThat(log.lines()).isNotEmpty()
				.allMatch((line) -> line.contains("another input on replay") && line.contains("(event 2)")
						&& line.contains("at $[0]"));
		}
	}

	@EngineTest
	void theOrderInWhichAnotherJvmHasASetIsNoChangedInput(EngineRig rig) {
		Packing.backwards = false;
		EngineRig.Node first = rig.startNode(Packing.class, Tools.class);
		first.client().workflow(Packing::run).id("p").start();
		rig.awaitQuiet();
		first.stop();
		Packing.backwards = true;
		try (LogLines log = new LogLines("dev.holdfast.engine.HoldfastEngine", "'p'")) {
			EngineRig.Node second = rig.startNode(Packing.class, Tools.class);
			WorkflowHandle<Object, Object> handle = second.client().handle("p");
			handle.signal("go");
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("packed 2 and went");
			assertThat(log.lines()).isEmpty();
		}
	}

	@Activity
	public static class Tools {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String first(String input) {
			return "first";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String second(String input) {
			return "second";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String pack(Set<Item> items) {
			return "packed " + items.size();
		}

	}

	@Workflow
	public static class Packing extends Signalled {

		static volatile boolean backwards;

		private final Tools tools;

		public Packing(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			List<Item> items = List.of(new Item("a", 1), new Item("b", 2));
			String done = this.tools.pack(new AbstractSet<>() {

				@Override
				public Iterator<Item> iterator() {
					return (backwards ? List.of(items.get(1), items.get(0)) : items).iterator();
				}

				@Override
				public int size() {
					return items.size();
				}
			});
			Workflows.await(() -> this.go);
			return done + " and went";
		}

	}

	record Item(String name, int number) {
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

		private final Tools tools;

		public Original(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = this.tools.first("a");
			Workflows.await(() -> this.go);
			return done + " and went";
		}

	}

	@Workflow(name = "Evolving")
	public static class Changed extends Signalled {

		private final Tools tools;

		public Changed(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = this.tools.second("a");
			Workflows.await(() -> this.go);
			return done;
		}

	}

	@Workflow(name = "Evolving")
	public static class Shorter extends Signalled {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "short";
		}

	}

	@Workflow(name = "Evolving")
	public static class OtherInput extends Signalled {

		private final Tools tools;

		public OtherInput(Tools tools) {
			this.tools = tools;
		}

		@WorkflowMethod
		public String run() {
			String done = this.tools.first("b");
			Workflows.await(() -> this.go);
			return done + " and went";
		}

	}

}
