package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class WorkSharingTests {

	@EngineTest
	void anIdleNodeTakesActivitiesThatWaitForASlotOfABusyOne(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 2));
		Shared shared = new Shared();
		EngineRig.Node busy = node(rig, shared);
		WorkflowHandle<Many, Integer> handle = busy.client().workflow(Many::run, 4).start();
		shared.hold.awaitArrivals(2);
		EngineRig.Node idle = node(rig, shared);
		assertThat(shared.hold.arrivals()).as("the slots of the first node are in use").isEqualTo(2);
		rig.clock().advance(Duration.ofSeconds(1));
		shared.hold.awaitArrivals(4);
		assertThat(idle.engine().remoteActivities().size()).isEqualTo(2);
		shared.hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(4);
		assertThat(shared.attempts).containsExactly(1, 1, 1, 1);
		assertThat(rows(rig)).isZero();
	}

	@EngineTest
	void aBusyNodeKeepsWhatNobodyElseCouldTake(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1));
		Shared shared = new Shared();
		EngineRig.Node busy = node(rig, shared);
		rig.startNode(Plain.class);
		WorkflowHandle<Many, Integer> handle = busy.client().workflow(Many::run, 3).start();
		shared.hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(2));
		long polled = busy.engine().ownership().lastPoll();
		EngineRig.await(() -> busy.engine().ownership().lastPoll() >= polled);
		assertThat(rows(rig)).isZero();
		shared.hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(3);
		assertThat(shared.attempts).containsExactly(1, 1, 1);
	}

	@EngineTest
	void anActivityThatWasOfferedIsMadeByTheBusyNodeWhenItIsFreeFirst(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1));
		Shared shared = new Shared();
		EngineRig.Node busy = node(rig, shared);
		WorkflowHandle<Many, Integer> handle = busy.client().workflow(Many::run, 2).start();
		shared.hold.awaitArrivals(1);
		busy.engine().workflowWorkers().pause();
		EngineRig.await(() -> rows(rig) == 1);
		busy.engine().workflowWorkers().resume();
		shared.hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(2);
		assertThat(shared.attempts).containsExactly(1, 1);
	}

	@EngineTest
	void anActivityIsOfferedOnceHoweverLongItsRunIsBusy(EngineRig rig) {
		rig.worker("default", new WorkerSettings(1, 1));
		Shared shared = new Shared();
		EngineRig.Node busy = node(rig, shared);
		WorkflowHandle<Many, Integer> handle = busy.client().workflow(Many::run, 2).start();
		shared.hold.awaitArrivals(1);
		Blocking.hold = new Hold();
		busy.client().workflow(Blocking::run).start();
		Blocking.hold.awaitArrivals(1);
		busy.engine().workflowWorkers().pause();
		for (int polls = 0; polls < 4; polls++) {
			rig.clock().advance(Duration.ofMillis(1));
			long now = rig.clock().micros();
			EngineRig.await(() -> busy.engine().ownership().lastPoll() >= now);
		}
		Blocking.hold.open();
		EngineRig.await(() -> rows(rig) == 1);
		busy.engine().workflowWorkers().resume();
		shared.hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(2);
		assertThat(shared.attempts).containsExactly(1, 1);
	}

	@EngineTest
	void aRunThatIsBornWhereThereIsNoRoomGoesToANodeThatHasRoom(EngineRig rig) {
		rig.maxRuns(1);
		Shared shared = new Shared();
		EngineRig.Node full = node(rig, shared);
		EngineRig.Node empty = node(rig, shared);
		WorkflowHandle<Many, Integer> first = full.client().workflow(Many::run, 1).start();
		shared.hold.awaitArrivals(1);
		WorkflowHandle<Many, Integer> second = full.client().workflow(Many::run, 1).start();
		shared.hold.awaitArrivals(2);
		assertThat(full.engine().ownedRuns()).isEqualTo(1);
		assertThat(empty.engine().ownedRuns()).isEqualTo(1);
		shared.hold.open();
		assertThat(first.result(EngineRig.PATIENCE) + second.result(EngineRig.PATIENCE)).isEqualTo(2);
	}

	@EngineTest
	void aRunWhoseTaskWaitsForTooLongGoesToAnotherNode(EngineRig rig) {
		rig.worker("default", new WorkerSettings(1, 2).stickyScheduleToStart(2_000_000));
		Shared shared = new Shared();
		EngineRig.Node busy = node(rig, shared);
		Blocking.hold = shared.hold;
		busy.client().workflow(Blocking::run).start();
		shared.hold.awaitArrivals(1);
		WorkflowHandle<Plain, String> waiting = busy.client().workflow(Plain::run).start();
		EngineRig.Node idle = node(rig, shared);
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(waiting.describe().owner()).isEqualTo("node-1");
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(idle.client().handle(Plain.class, waiting.workflowId()).result(EngineRig.PATIENCE))
			.isEqualTo("done");
		shared.hold.open();
	}

	private static int rows(EngineRig rig) {
		return rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class);
	}

	private static EngineRig.Node node(EngineRig rig, Shared shared) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Many.class, Plain.class, Blocking.class, Work.class);
			context.registerBean(Shared.class, () -> shared);
		});
		node.engine().start();
		return node;
	}

	/** What all nodes share. */
	static class Shared {

		final Hold hold = new Hold();

		final List<Integer> attempts = new CopyOnWriteArrayList<>();

	}

	@Workflow
	public static class Many {

		@WorkflowMethod
		public int run(int count) {
			List<Promise<String>> promises = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				promises.add(Workflows.activity(Work::work, i).startToCloseTimeout(Duration.ofMinutes(1)).async());
			}
			promises.forEach(Promise::get);
			return count;
		}

	}

	@Workflow
	public static class Plain {

		@WorkflowMethod
		public String run() {
			return "done";
		}

	}

	/** Keeps the slot for workflow tasks, as no workflow should. */
	@Workflow
	public static class Blocking {

		static Hold hold = new Hold();

		@WorkflowMethod
		public String run() {
			hold.pass();
			return "done";
		}

	}

	@Activity
	public static class Work {

		private final Shared shared;

		public Work(Shared shared) {
			this.shared = shared;
		}

		@ActivityMethod(startToCloseTimeout = "1m")
		public String work(int number) {
			this.shared.attempts.add(Activities.info().attempt());
			this.shared.hold.pass();
			return "done";
		}

	}

}
