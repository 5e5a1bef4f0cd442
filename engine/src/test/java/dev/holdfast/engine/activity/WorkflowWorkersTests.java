package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.worker.UnknownTaskQueueException;
import dev.holdfast.worker.WorkerInfo;
import dev.holdfast.worker.WorkflowWorkers;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkflowWorkersTests {

	@EngineTest
	void areListedWithTheirSlots(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 2)).worker("other", new WorkerSettings(3, 7));
		EngineRig.Node node = node(rig, new Hold());
		WorkflowWorkers workers = node.engine().workflowWorkers();
		assertThat(workers.list()).extracting(WorkerInfo::taskQueue).containsExactly("default", "other");
		assertThat(workers.get("other").activities()).isEqualTo(new WorkerInfo.Slots(7, 0, 0));
		assertThat(workers.get("other").state()).isEqualTo(WorkerInfo.State.RUNNING);
		node.client().workflow(Waiter::run).start();
		rig.awaitQuiet();
		assertThat(workers.get("default").executions()).isEqualTo(1);
		node.engine().stop(Duration.ofSeconds(5));
		assertThat(workers.list()).extracting(WorkerInfo::state).containsOnly(WorkerInfo.State.STOPPED);
	}

	@EngineTest
	void thatAreNotThereAreRefused(EngineRig rig) {
		WorkflowWorkers workers = node(rig, new Hold()).engine().workflowWorkers();
		assertThatExceptionOfType(UnknownTaskQueueException.class).isThrownBy(() -> workers.pause("nowhere"))
			.withMessageContaining("nowhere")
			.withMessageContaining("[default]");
		assertThatIllegalArgumentException().isThrownBy(() -> workers.drain("default", Duration.ofSeconds(-1)));
		assertThat(workers.get("default").state()).isEqualTo(WorkerInfo.State.RUNNING);
	}

	@EngineTest
	void thatArePausedBeginNothingUntilTheyAreResumed(EngineRig rig) {
		EngineRig.Node node = node(rig, new Hold());
		WorkflowWorkers workers = node.engine().workflowWorkers();
		workers.pause();
		assertThat(workers.get("default").state()).isEqualTo(WorkerInfo.State.PAUSED);
		WorkflowHandle<Caller, String> handle = node.client().workflow(Caller::run, "work").start();
		rig.awaitQuiet();
		rig.advance(Duration.ofSeconds(2));
		assertThat(handle.history().events()).hasSize(1);
		workers.resume();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("work");
	}

	@EngineTest
	void arePausedDrainedAndResumedOneByOne(EngineRig rig) {
		rig.worker("mail", new WorkerSettings(3, 7));
		EngineRig.Node node = node(rig, new Hold());
		WorkflowWorkers workers = node.engine().workflowWorkers();
		// tag::pause[]
		// No more work is begun; others take what waits.
		workers.pause("mail");
		// So too, and waits for what runs.
		boolean quiet = workers.drain("mail", Duration.ofMinutes(1));
		// end::pause[]
		assertThat(quiet).isTrue();
		assertThat(workers.get("mail").state()).isEqualTo(WorkerInfo.State.PAUSED);
		assertThat(workers.get("default").state()).isEqualTo(WorkerInfo.State.RUNNING);
		// tag::pause[]
		workers.resume("mail");
		// end::pause[]
		assertThat(workers.get("mail").state()).isEqualTo(WorkerInfo.State.RUNNING);
	}

	@EngineTest
	void thatArePausedLeaveTheirWorkToOthers(EngineRig rig) {
		EngineRig.Node first = node(rig, new Hold());
		EngineRig.Node second = node(rig, new Hold());
		WorkflowHandle<Waiter, String> waiting = first.client().workflow(Waiter::run).start();
		rig.awaitQuiet();
		assertThat(waiting.describe().owner()).isEqualTo("node-1");
		first.engine().workflowWorkers().pause("default");
		EngineRig.await(() -> first.engine().ownedRuns() == 0);
		waiting.signal(Waiter::go, "on");
		assertThat(waiting.result(EngineRig.PATIENCE)).isEqualTo("on");
		assertThat(first.client().workflow(Caller::run, "work").start().result(EngineRig.PATIENCE)).isEqualTo("work");
		assertThat(first.engine().ownedRuns()).isZero();
		assertThat(second.engine().state()).isNotNull();
	}

	@EngineTest
	void areDrainedOnceWhatRunsHasEnded(EngineRig rig) throws InterruptedException {
		Hold hold = new Hold();
		EngineRig.Node node = node(rig, hold);
		WorkflowHandle<Caller, String> handle = node.client().workflow(Caller::run, "hold").start();
		hold.awaitArrivals(1);
		WorkflowWorkers workers = node.engine().workflowWorkers();
		assertThat(workers.drain("default", Duration.ofMillis(50))).isFalse();
		assertThat(workers.get("default").state()).isEqualTo(WorkerInfo.State.PAUSED);
		Thread opener = new Thread(() -> {
			EngineRig.await(() -> workers.get("default").state() == WorkerInfo.State.DRAINING);
			hold.open();
		});
		opener.start();
		assertThat(workers.drain(EngineRig.PATIENCE)).isTrue();
		opener.join();
		assertThat(workers.list()).extracting(WorkerInfo::executions).containsOnly(0);
		workers.resume();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hold");
		assertThat(List.of(hold.arrivals())).containsExactly(1);
	}

	private static EngineRig.Node node(EngineRig rig, Hold hold) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Caller.class, Waiter.class, Work.class);
			context.registerBean(Hold.class, () -> hold);
		});
		node.engine().start();
		return node;
	}

	@Workflow
	public static class Caller {

		private final Work work;

		public Caller(Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run(String what) {
			return this.work.work(what);
		}

	}

	@Workflow
	public static class Waiter {

		private String ended = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.ended.isEmpty());
			return this.ended;
		}

		@SignalMethod
		public void go(String result) {
			this.ended = result;
		}

	}

	@Activity
	public static class Work {

		private final Hold hold;

		public Work(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public String work(String what) {
			if (what.equals("hold")) {
				this.hold.pass();
			}
			return what;
		}

	}

}
