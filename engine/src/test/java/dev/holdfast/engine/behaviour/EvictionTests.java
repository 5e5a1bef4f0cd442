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

	@EngineTest
	void moreThanFitsByBytesGivesBackThoseThatRestedLongest(EngineRig rig) {
		rig.maxBytes(50_000);
		EngineRig.Node node = rig.startNode(Hoarder.class, Waiter.class);
		List<WorkflowHandle<Hoarder, String>> large = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			large.add(node.client().workflow(Hoarder::run, "x".repeat(10_000)).start());
			rig.awaitQuiet();
		}
		EngineRig.await(() -> node.engine().ownedRuns() <= 4);
		assertThat(node.engine().ownedRuns()).isPositive();
		assertThat(large.get(11).describe().owner()).as("the last to rest").isNotNull();
		assertThat(large.get(0).describe().owner()).as("the first to rest").isNull();
		for (int i = 0; i < 20; i++) {
			node.client().workflow(Waiter::run).start();
		}
		rig.awaitQuiet();
		assertThat(node.engine().ownedRuns()).as("small ones fit").isGreaterThan(20);
		large.forEach((handle) -> handle.signal(Hoarder::hear, "!"));
		large.forEach((handle) -> assertThat(Look.result(handle)).isEqualTo("10000!"));
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void oneThatIsLargerThanAllThatFitsGoesOn(EngineRig rig) {
		rig.maxBytes(5_000);
		EngineRig.Node node = rig.startNode(Hoarder.class, Waiter.class);
		WorkflowHandle<Hoarder, String> handle = node.client().workflow(Hoarder::run, "x".repeat(10_000)).start();
		EngineRig.await(() -> node.engine().ownedRuns() == 0);
		handle.signal(Hoarder::hear, "!");
		assertThat(Look.result(handle)).isEqualTo("10000!");
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	/** At one poll after the other it would take a minute. */
	@EngineTest(Extent.HALF)
	void lookForMoreAsSoonAsThereIsRoom(EngineRig rig) {
		rig.maxRuns(5).poll(Duration.ofSeconds(5));
		EngineRig.Node stopped = rig.createNode((context) -> context.register(Sleeper.class, Waiter.class));
		for (int i = 0; i < 60; i++) {
			stopped.client().workflow(Waiter::run).start();
		}
		rig.startNode(Sleeper.class, Waiter.class);
		EngineRig.await(() -> rig.jdbc()
			.queryForObject("select count(*) from holdfast_run where last_task = 0", Integer.class) == 0);
		rig.awaitQuiet();
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

	/** Has much in its memory. */
	@Workflow
	public static class Hoarder {

		private String heard = "";

		@WorkflowMethod
		public String run(String much) {
			Workflows.await(() -> !this.heard.isEmpty());
			return much.length() + this.heard;
		}

		@SignalMethod
		public void hear(String what) {
			this.heard = what;
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
