package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class OwnershipTests {

	private static final Class<?>[] BEANS = { Waiter.class, Worker.class, Steps.class };

	@EngineTest
	void isTakenAgainByANodeThatWasNotToldWhetherItHasALease(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> {
		});
		node.engine().start();
		StoredNode known = node.engine().store().nodes().all().get(0);
		node.engine().store().nodes().register(known);
		assertThat(node.engine().store().nodes().all()).containsExactly(known);
	}

	@EngineTest
	void ofANodeThatStopsInOrderPassesAtOnce(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Waiter, String> begun = first.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		assertThat(begun.describe().owner()).isEqualTo("node-1");
		first.stop();
		WorkflowHandle<Waiter, ?> handle = second.client().handle(Waiter.class, "w");
		handle.signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofANodeThatDiesIsTakenOverWhenItsLeaseHasEnded(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		WorkflowHandle<Waiter, String> begun = first.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Waiter, ?> handle = second.client().handle(Waiter.class, "w");
		handle.signal(Waiter::go, "over");
		rig.awaitQuiet();
		assertThat(owner(rig, begun)).as("the lease still runs").isEqualTo(first.engine().bootId());
		Look.advanceUntil(rig, Duration.ofSeconds(4), () -> !Look.status(handle).isOpen());
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("over");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatWasLostFencesTheOldOwner(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		Worker worker = first.bean(Worker.class);
		worker.hold();
		WorkflowHandle<Steps, Integer> begun = first.client().workflow(Steps::run, 3).id("w").start();
		EngineRig.await(() -> worker.waiting.get() == 1);
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Steps, ?> handle = second.client().handle(Steps.class, "w");
		Look.advanceUntil(rig, Duration.ofSeconds(4), () -> !Look.status(handle).isOpen());
		List<String> history = Look.types(handle);
		worker.letGo();
		first.thaw();
		EngineRig.await(() -> !first.engine()
			.store()
			.claims()
			.owned(first.engine().bootId(), new UUID(0, 0), 10)
			.iterator()
			.hasNext() && first.engine().ownedRuns() == 0);
		assertThat(Look.types(handle)).isEqualTo(history);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(3);
		assertThat(begun.describe().execution().closedAt()).isNotNull();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsInMemoryTooWhenAnotherNodeEndsARunThatWaits(EngineRig rig) {
		rig.poll(Duration.ofSeconds(5));
		EngineRig.Node owner = rig.startNode(BEANS);
		owner.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		EngineRig.Node other = rig.startNode(BEANS);
		assertThat(owner.engine().ownedRuns()).isEqualTo(1);
		other.client().handle(Waiter.class, "w").terminate("not needed any more");
		EngineRig.await(() -> {
			owner.engine().ownership().wakeUp();
			return owner.engine().ownedRuns() == 0;
		});
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isTakenByWhoeverHasRoomWhenRunsAreBornWhileANodeIsGone(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		EngineRig.Node second = rig.startNode(BEANS);
		List<WorkflowHandle<Steps, Integer>> handles = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			handles.add(first.client().workflow(Steps::run, 2).start());
		}
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		for (int i = 0; i < 10; i++) {
			handles.add(second.client().workflow(Steps::run, 2).start());
		}
		List<String> ids = handles.stream().map(WorkflowHandle::workflowId).toList();
		Look.advanceUntil(rig, Duration.ofSeconds(1),
				() -> ids.stream().noneMatch((id) -> Look.status(second.client().handle(id)).isOpen()));
		first.thaw();
		rig.awaitQuiet();
		ids.forEach((id) -> assertThat(second.client().handle(id).result(EngineRig.PATIENCE)).isEqualTo(2));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isSharedByTwoNodes(EngineRig rig) {
		EngineRig.Node stopped = rig.createNode((context) -> context.register(BEANS));
		List<WorkflowHandle<Steps, Integer>> handles = new ArrayList<>();
		for (int i = 0; i < 15; i++) {
			handles.add(stopped.client().workflow(Steps::run, 2).start());
		}
		rig.maxRuns(10);
		List<Worker> workers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			EngineRig.Node node = rig.createNode((context) -> context.register(BEANS));
			node.bean(Worker.class).hold();
			workers.add(node.bean(Worker.class));
			node.engine().start();
		}
		EngineRig.await(() -> workers.stream().mapToInt((worker) -> worker.waiting.get()).sum() == 15);
		assertThat(workers).allSatisfy((worker) -> assertThat(worker.waiting).hasValueBetween(1, 10));
		workers.forEach(Worker::letGo);
		handles.forEach((handle) -> assertThat(Look.result(handle)).isEqualTo(2));
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void survivesRestartsUnderLoad(EngineRig rig) {
		EngineRig.Node other = rig.startNode(BEANS);
		List<WorkflowHandle<Steps, Integer>> handles = new ArrayList<>();
		for (int restart = 0; restart < 5; restart++) {
			EngineRig.Node node = rig.startNode(BEANS);
			for (int i = 0; i < 20; i++) {
				WorkflowHandle<Steps, Integer> begun = node.client().workflow(Steps::run, 5).start();
				handles.add(begun);
			}
			node.stop();
		}
		for (WorkflowHandle<Steps, Integer> handle : handles) {
			assertThat(other.client().handle(handle.workflowId()).result(EngineRig.PATIENCE)).isEqualTo(5);
		}
		assertThat(handles).hasSize(100);
		Invariants.check(rig.jdbc());
	}

	/** Begun while the node recovers what others have left, as soon as it is up. */
	@EngineTest(Extent.HALF)
	void ofWhatWasLeftLeavesAloneWhatHasJustBegun(EngineRig rig) {
		EngineRig.Node gone = rig.startNode(BEANS);
		List<WorkflowHandle<?, ?>> left = new ArrayList<>();
		gone.bean(Worker.class).hold();
		for (int i = 0; i < 40; i++) {
			left.add(gone.client().workflow(Steps::run, 1).start());
		}
		gone.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node node = rig.createNode((context) -> context.register(BEANS));
		Worker worker = node.bean(Worker.class);
		worker.hold();
		Pause pause = node.pauseBefore("where n.boot_id = holdfast_run.owner");
		node.engine().start();
		pause.awaitReached();
		List<WorkflowHandle<Steps, Integer>> begun = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			begun.add(node.client().workflow(Steps::run, 2).start());
		}
		EngineRig.await(() -> worker.waiting.get() == 40);
		pause.goOn();
		EngineRig.await(() -> rig.jdbc()
			.queryForObject("select count(*) from holdfast_run where owner = ?", Integer.class,
					node.engine().bootId()) == 80);
		worker.letGo();
		begun.forEach((handle) -> assertThat(Look.result(handle)).isEqualTo(2));
		left.forEach((handle) -> assertThat(node.client().handle(handle.workflowId()).result(EngineRig.PATIENCE))
			.isEqualTo(1));
		assertThat(worker.waiting).as("attempts, one for each activity").hasValue(40 * 2 + 40);
		gone.bean(Worker.class).letGo();
		Invariants.check(rig.jdbc());
	}

	private static UUID owner(EngineRig rig, WorkflowHandle<?, ?> handle) {
		return rig.jdbc()
			.queryForObject("select owner from holdfast_run where run_id = ?", UUID.class,
					UUID.fromString(handle.runId()));
	}

	@Activity
	public static class Worker {

		final AtomicInteger waiting = new AtomicInteger();

		private volatile CountDownLatch gate = new CountDownLatch(0);

		void hold() {
			this.gate = new CountDownLatch(1);
		}

		void letGo() {
			this.gate.countDown();
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public int next(int number) {
			this.waiting.incrementAndGet();
			try {
				if (!this.gate.await(60, TimeUnit.SECONDS)) {
					throw new IllegalStateException("held for too long");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return number + 1;
		}

	}

	@Workflow
	public static class Steps {

		private final Worker worker;

		public Steps(Worker worker) {
			this.worker = worker;
		}

		@WorkflowMethod
		public int run(int steps) {
			int number = 0;
			while (number < steps) {
				number = this.worker.next(number);
			}
			return number;
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

}
