package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class StuckRunsTests {

	/** What a repaired build would change: whether a handler is broken. */
	private static final AtomicBoolean broken = new AtomicBoolean();

	@EngineTest
	void timeOut(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Broken, String> handle = client.workflow(Broken::run)
			.executionTimeout(Duration.ofHours(1))
			.start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		rig.advance(Duration.ofMinutes(59));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.STUCK);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endWithTheirParent(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		Look.awaitStatus(client.handle("broken"), WorkflowStatus.STUCK);
		parent.terminate("both");
		Look.awaitStatus(client.handle("broken"), WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void endThoughNobodyCanReadWhyAndHoldUpNobody(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node node = rig.startNode(Broken.class, Parent.class);
		WorkflowHandle<Broken, String> handle = node.client().workflow(Broken::run).id("broken").start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		rig.jdbc().update("update holdfast_node set free_slots = 'nonsense'");
		rig.jdbc()
			.update("insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload)"
					+ " select run_id, 'terminate', 1, 'WorkflowTerminated', ? from holdfast_run", new byte[] { 1 });
		rig.jdbc().update("update holdfast_run set wake_at = 0");
		EngineRig.Node other = rig.startNode(Broken.class, Parent.class);
		Look.awaitStatus(handle, WorkflowStatus.TERMINATED);
		EngineRig.await(() -> other.engine().ownership().lastPoll() > 0);
		assertThat(other.engine().ownership().failure()).isNull();
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void thatSomebodyIsResumingHoldUpTheirParentAndNobodyElse(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class, Parent.class, Mending.class);
		broken.set(false);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		WorkflowHandle<?, ?> child = client.handle("broken");
		Look.awaitStatus(child, WorkflowStatus.STUCK);
		CompletableFuture<Void> terminated = new CompletableFuture<>();
		new TransactionTemplate(rig.transactionManager()).executeWithoutResult((status) -> {
			child.resume();
			terminated.completeAsync(() -> {
				parent.terminate("both");
				return null;
			});
			assertThat(CompletableFuture.runAsync(() -> carryOutOthers(client))).succeedsWithin(EngineRig.PATIENCE);
			assertThat(terminated).isNotDone();
			status.setRollbackOnly();
		});
		assertThat(terminated).succeedsWithin(EngineRig.PATIENCE);
		Look.awaitStatus(child, WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	private static void carryOutOthers(WorkflowClient client) {
		for (int i = 0; i < 5; i++) {
			WorkflowHandle<Mending, List<String>> other = client.workflow(Mending::run).start();
			other.signal(Mending::add, "end");
			assertThat(Look.result(other)).containsExactly("end");
		}
	}

	@EngineTest
	void needNotBeStuckYetToEnd(EngineRig rig) {
		rig.maxTaskAttempts(100);
		WorkflowClient client = rig.start(Broken.class, Parent.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		EngineRig.await(() -> client.handle("broken").describe().failedTaskAttempts() > 0);
		parent.terminate("both");
		Look.advanceUntil(rig, Duration.ofSeconds(1),
				() -> Look.status(client.handle("broken")) == WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void receiveMessagesAndHandleEachOnceAfterTheyWereResumed(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node first = rig.startNode(Mending.class);
		broken.set(true);
		WorkflowHandle<Mending, List<String>> handle = first.client().workflow(Mending::run).start();
		rig.awaitQuiet();
		handle.signal(Mending::add, "before");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		handle.signal(Mending::add, "stuck");
		handle.signalOnce("request", Mending::add, "once");
		handle.signalOnce("request", Mending::add, "twice");
		handle.startUpdate(Mending::count).id("count").start();
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.STUCK);
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		first.stop();
		EngineRig.Node second = rig.startNode(Mending.class);
		WorkflowHandle<Mending, ?> again = second.client().handle(Mending.class, handle.workflowId());
		rig.advance(Duration.ofSeconds(1));
		rig.awaitQuiet();
		again.signal(Mending::add, "stuck elsewhere");
		assertThat(Look.status(again)).isEqualTo(WorkflowStatus.STUCK);
		broken.set(false);
		again.resume();
		assertThat(again.updateHandle("count", Integer.class).result()).isEqualTo(3);
		again.signal(Mending::add, "end");
		assertThat(again.result(EngineRig.PATIENCE))
			.isEqualTo(List.of("before", "stuck", "once", "counted", "stuck elsewhere", "end"));
		assertThat(Look.types(again)).filteredOn("SignalReceived"::equals).hasSize(5);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Mending {

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			Workflows.await(() -> this.seen.contains("end"));
			return this.seen;
		}

		@SignalMethod
		public void add(String value) {
			if (broken.get()) {
				throw new IllegalStateException("broken");
			}
			this.seen.add(value);
		}

		@UpdateMethod
		public int count() {
			int count = this.seen.size();
			this.seen.add("counted");
			return count;
		}

	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("broken");
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Broken::run).id("broken").parentClosePolicy(ParentClosePolicy.TERMINATE).execute();
		}

	}

}
