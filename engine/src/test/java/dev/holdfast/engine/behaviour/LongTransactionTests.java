package dev.holdfast.engine.behaviour;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.ScarceThreads;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.assertj.core.api.InstanceOfAssertFactories;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transaction of the application that has started something or sent a message, and
 * stays open.
 */
@SuppressWarnings("try") // a transaction is open as long as its block
class LongTransactionTests {

	private static final Class<?>[] BEANS = { Inbox.class, Starter.class, Parent.class };

	@EngineTest
	void thatSendsHoldsUpNeitherOtherSendersNorTheStepsOfItsRun(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		EngineRig.Node other = rig.startNode(BEANS);
		WorkflowHandle<Inbox, Integer> inbox = node.client().workflow(Inbox::run, 4).id("inbox").start();
		rig.awaitQuiet();
		try (Open transaction = new Open(rig, () -> inbox.signal(Inbox::put, "late"))) {
			inbox.signal(Inbox::put, "at once");
			assertThat(inbox.update(Inbox::putAndCount, "an update")).isEqualTo(2);
			assertThat(other.client().handle(Inbox.class, "inbox").update(Inbox::putAndCount, "from another node"))
				.isEqualTo(3);
			assertOthersGoOn(node, other);
			assertThat(inbox.query(Inbox::count)).isEqualTo(3);
			assertThat(Look.status(inbox)).isEqualTo(WorkflowStatus.RUNNING);
		}
		assertThat(Look.result(inbox)).isEqualTo(4);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatSendsDelaysTheEndOfItsRunAlone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		EngineRig.Node other = rig.startNode(BEANS);
		WorkflowHandle<Inbox, Integer> inbox = node.client().workflow(Inbox::run, 1).id("inbox").start();
		rig.awaitQuiet();
		CompletableFuture<Integer> result;
		try (Open transaction = new Open(rig, () -> inbox.signal(Inbox::put, "late"))) {
			inbox.signal(Inbox::put, "enough");
			result = inbox.resultAsync();
			assertOthersGoOn(node, other);
			assertThat(result).isNotDone();
		}
		assertThat(result).succeedsWithin(EngineRig.PATIENCE).isEqualTo(2);
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void thatStaysOpenIsAskedForMoreAndMoreSeldom(EngineRig rig) {
		ScarceThreads threads = new ScarceThreads();
		EngineRig.Node node = rig.threads(threads).startNode(BEANS);
		WorkflowHandle<Inbox, Integer> inbox = node.client().workflow(Inbox::run, 1).id("inbox").start();
		rig.awaitQuiet();
		try (Open transaction = new Open(rig, () -> inbox.signal(Inbox::put, "late"))) {
			inbox.signal(Inbox::put, "enough");
			EngineRig.await(() -> threads.delays().size() >= 12);
		}
		assertThat(Look.result(inbox)).isEqualTo(2);
		assertThat(threads.delays()).first().asInstanceOf(InstanceOfAssertFactories.LONG).isLessThanOrEqualTo(5_000);
		assertThat(threads.delays()).allMatch((delay) -> delay <= 250_000).anyMatch((delay) -> delay > 25_000);
	}

	@EngineTest
	void thatIsRolledBackLetsItsRunEnd(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Inbox, Integer> inbox = node.client().workflow(Inbox::run, 1).id("inbox").start();
		rig.awaitQuiet();
		Open transaction = new Open(rig, () -> inbox.signal(Inbox::put, "late"));
		inbox.signal(Inbox::put, "enough");
		transaction.rollBack();
		assertThat(Look.result(inbox)).isEqualTo(1);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatSendsToAChildDoesNotKeepTheParentFromCancellingIt(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Parent, String> parent = node.client().workflow(Parent::run).start();
		EngineRig.await(() -> node.engine().ownedRuns() == 2);
		rig.awaitQuiet();
		try (Open transaction = new Open(rig,
				() -> node.client().handle(Inbox.class, "child").signal(Inbox::put, "x"))) {
			parent.signal(Parent::giveUp);
			EngineRig.await(() -> Look.types(parent).contains("ChildCancelRequested"));
			assertOthersGoOn(node, node);
		}
		assertThat(Look.result(parent)).isEqualTo("CanceledFailure");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatStartsHoldsUpOnlyWhoStartsTheSameId(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		EngineRig.Node other = rig.startNode(BEANS);
		WorkflowHandle<Starter, String> starter;
		try (Open transaction = new Open(rig, () -> node.client().workflow(Inbox::run, 0).id("taken").start())) {
			starter = node.client().workflow(Starter::run, "taken").start();
			assertOthersGoOn(node, other);
			assertOthersGoOn(node, other);
			assertThat(Look.status(starter)).isEqualTo(WorkflowStatus.RUNNING);
		}
		assertThat(Look.result(starter)).isIn("in use", "started");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatStartedAndIsRolledBackLeavesTheIdToAChild(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		Open transaction = new Open(rig, () -> node.client().workflow(Inbox::run, 1).id("taken").start());
		WorkflowHandle<Starter, String> starter = node.client().workflow(Starter::run, "taken").start();
		assertOthersGoOn(node, node);
		transaction.rollBack();
		assertThat(Look.result(starter)).isEqualTo("started");
		Invariants.check(rig.jdbc());
	}

	private static void assertOthersGoOn(EngineRig.Node... nodes) {
		for (EngineRig.Node node : nodes) {
			for (int i = 0; i < 5; i++) {
				WorkflowHandle<Inbox, Integer> handle = node.client().workflow(Inbox::run, 1).start();
				handle.signal(Inbox::put, "x");
				assertThat(Look.result(handle)).isEqualTo(1);
			}
		}
	}

	/** A transaction that has done something and stays open until it is closed. */
	private static final class Open implements AutoCloseable {

		private final CountDownLatch mayEnd = new CountDownLatch(1);

		private final CompletableFuture<Void> ended;

		private volatile boolean rollBack;

		Open(EngineRig rig, Runnable work) {
			CountDownLatch done = new CountDownLatch(1);
			this.ended = CompletableFuture.runAsync(() -> rig.inTransaction(() -> {
				work.run();
				done.countDown();
				await(this.mayEnd);
				if (this.rollBack) {
					throw new IllegalStateException("rolled back");
				}
			}), (task) -> new Thread(task).start());
			await(done);
		}

		private static void await(CountDownLatch latch) {
			try {
				if (!latch.await(2 * EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
					throw new IllegalStateException("waited for too long");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		void rollBack() {
			this.rollBack = true;
			this.mayEnd.countDown();
			assertThat(this.ended).failsWithin(EngineRig.PATIENCE);
		}

		@Override
		public void close() {
			this.mayEnd.countDown();
			assertThat(this.ended).succeedsWithin(EngineRig.PATIENCE);
		}

	}

	@Workflow
	public static class Inbox {

		private int messages;

		@WorkflowMethod
		public int run(int wanted) {
			Workflows.await(() -> this.messages >= wanted);
			return this.messages;
		}

		@SignalMethod
		public void put(String message) {
			this.messages++;
		}

		@UpdateMethod
		public int putAndCount(String message) {
			return ++this.messages;
		}

		@QueryMethod
		public int count() {
			return this.messages;
		}

	}

	@Workflow
	public static class Starter {

		@WorkflowMethod
		public String run(String id) {
			try {
				Workflows.child(Inbox::run, 0).id(id).execute();
				return "started";
			}
			catch (ChildWorkflowFailure failure) {
				return "in use";
			}
		}

	}

	@Workflow
	public static class Parent {

		private boolean givenUp;

		@WorkflowMethod
		public String run() {
			return Workflows.scope((scope) -> {
				var child = Workflows.child(Inbox::run, 100).id("child").async();
				Workflows.await(() -> this.givenUp);
				scope.cancel("enough");
				try {
					return String.valueOf(child.get());
				}
				catch (ChildWorkflowFailure failure) {
					return failure.getCause().getClass().getSimpleName();
				}
			});
		}

		@SignalMethod
		public void giveUp() {
			this.givenUp = true;
		}

	}

}
