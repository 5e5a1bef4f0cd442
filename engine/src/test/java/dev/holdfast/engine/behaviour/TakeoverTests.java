package dev.holdfast.engine.behaviour;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that freezes in the middle of a commit keeps its locks in the database. Nobody
 * may wait for them.
 */
class TakeoverTests {

	private static final Class<?>[] BEANS = { Waiter.class, Steps.class, Worker.class };

	@EngineTest
	void doesNotWaitForRunsThatTheFrozenNodeHasLocked(EngineRig rig) throws SQLException {
		EngineRig.Node first = rig.startNode(BEANS);
		first.client().workflow(Waiter::run).id("locked").start();
		first.client().workflow(Waiter::run).id("free").start();
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Waiter, ?> locked = second.client().handle(Waiter.class, "locked");
		WorkflowHandle<Waiter, ?> free = second.client().handle(Waiter.class, "free");
		locked.signal(Waiter::go, "later");
		free.signal(Waiter::go, "at once");
		try (Connection frozen = lock(rig, "select 1 from holdfast_run where workflow_id = 'locked' for update")) {
			Look.advanceUntil(rig, Duration.ofSeconds(4), () -> !Look.status(free).isOpen());
			assertThat(Look.status(locked).isOpen()).isTrue();
			frozen.rollback();
		}
		Look.advanceUntil(rig, Duration.ofSeconds(4), () -> !Look.status(locked).isOpen());
		assertThat(free.result(EngineRig.PATIENCE)).isEqualTo("at once");
		assertThat(locked.result(EngineRig.PATIENCE)).isEqualTo("later");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofOtherRunsDoesNotWaitForTheLeaseThatTheFrozenNodeWasRenewing(EngineRig rig) throws SQLException {
		EngineRig.Node first = rig.startNode(BEANS);
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		try (Connection frozen = lock(rig, "select 1 from holdfast_node where name = 'node-1' for update")) {
			rig.advance(Duration.ofSeconds(11));
			// Nobody's, as if its owner had given it back.
			WorkflowHandle<Waiter, String> orphan = second.client().workflow(Waiter::run).id("w").start();
			rig.awaitQuiet();
			second.engine().store().claims().releaseAll(second.engine().bootId());
			orphan.signal(Waiter::go, "on");
			Look.advanceUntil(rig, Duration.ofSeconds(1), () -> !Look.status(orphan).isOpen());
			frozen.rollback();
		}
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofARunByTheNodeThatItWasTakenFromReplacesWhatIsInMemory(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		Worker worker = node.bean(Worker.class);
		WorkflowHandle<Steps, Integer> handle = node.client().workflow(Steps::run).id("w").start();
		EngineRig.await(() -> worker.attempts.get() == 1);
		node.engine().store().claims().releaseAll(node.engine().bootId());
		EngineRig.await(() -> {
			node.engine().ownership().wakeUp();
			return worker.attempts.get() == 2;
		});
		worker.gate.countDown();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(7);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void leavesTheHistoryOfWhoWasReplacedWithoutComplaint(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		WorkflowHandle<Waiter, String> begun = first.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Waiter, ?> handle = second.client().handle(Waiter.class, "w");
		handle.signal(Waiter::note, "seen by the second");
		Look.advanceUntil(rig, Duration.ofSeconds(4), () -> Look.types(handle).contains("SignalReceived"));
		first.thaw();
		first.client().handle(Waiter.class, "w").signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		assertThat(rig.jdbc()
			.queryForObject("select last_failure from holdfast_execution where workflow_id = 'w'", String.class))
			.isNull();
		assertThat(begun.describe().execution().closedAt()).isNotNull();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void byANodeThatFreezesMeanwhileDoesNotKeepTheOtherFromItsLease(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		WorkflowHandle<Waiter, String> handle = first.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		Pause pause = startAndPause(rig, "delete from holdfast_node where boot_id = ? and lease_until");
		first.thaw();
		EngineRig.await(() -> first.engine().ownership().hasLease());
		handle.signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		pause.goOn();
		rig.awaitQuiet();
		assertThat(names(rig)).containsExactly("node-1", "node-2");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofRunsByANodeThatFreezesMeanwhileDoesNotKeepTheOtherFromBeginningAnew(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		WorkflowHandle<Waiter, String> handle = first.client().workflow(Waiter::run).id("w").start();
		rig.awaitQuiet();
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		Pause pause = startAndPause(rig, "lost_nodes = lost_nodes + 1");
		first.thaw();
		EngineRig.await(() -> first.engine().ownership().hasLease());
		WorkflowHandle<Waiter, String> other = first.client().workflow(Waiter::run).id("other").start();
		other.signal(Waiter::go, "done");
		assertThat(other.result(EngineRig.PATIENCE)).isEqualTo("done");
		pause.goOn();
		handle.signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	private static Pause startAndPause(EngineRig rig, String statement) {
		EngineRig.Node second = rig.createNode((context) -> context.register(BEANS));
		Pause pause = second.pauseBefore(statement);
		second.engine().start();
		pause.awaitReached();
		return pause;
	}

	private static List<String> names(EngineRig rig) {
		return rig.jdbc().queryForList("select name from holdfast_node order by name", String.class);
	}

	private static Connection lock(EngineRig rig, String sql) throws SQLException {
		Connection connection = Objects.requireNonNull(rig.jdbc().getDataSource()).getConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			assertThat(statement.executeQuery(sql).next()).isTrue();
		}
		return connection;
	}

	@Activity
	public static class Worker {

		final AtomicInteger attempts = new AtomicInteger();

		final CountDownLatch gate = new CountDownLatch(1);

		@ActivityMethod(startToCloseTimeout = "1h")
		public int work() {
			this.attempts.incrementAndGet();
			try {
				assertThat(this.gate.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return 7;
		}

	}

	@Workflow
	public static class Steps {

		private final Worker worker;

		public Steps(Worker worker) {
			this.worker = worker;
		}

		@WorkflowMethod
		public int run() {
			return this.worker.work();
		}

	}

	@Workflow
	public static class Waiter {

		private String ended = "";

		private String noted = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.ended.isEmpty());
			return this.ended;
		}

		@SignalMethod
		public void go(String result) {
			this.ended = result;
		}

		@SignalMethod
		public void note(String what) {
			this.noted = what;
		}

	}

}
