package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.UUID;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.LateCommit;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A node whose line breaks while it commits is told of a failure, and what it had sent
 * arrives later: when it has looked for it already, or lives another life.
 */
class LateCommitTests {

	private static final Class<?>[] BEANS = { Waiter.class, Parent.class };

	/** So long that no audit finds what the node does not look for. */
	private static final Duration NO_AUDIT = Duration.ofHours(1);

	@EngineTest
	void ofAClaimBringsTheRun(EngineRig rig) throws Exception {
		rig.lease(NO_AUDIT);
		EngineRig.Node stopped = rig.createNode((context) -> context.register(BEANS));
		stopped.client().workflow(Waiter::run).id("w").start();
		EngineRig.Node node = rig.createNode((context) -> context.register(BEANS));
		LateCommit claim = node.lateCommitOf("and epoch = ? and coalesce(owner, run_id) = run_id");
		node.engine().start();
		claim.awaitLost();
		awaitPolls(rig, node, 3);
		claim.arrive();
		WorkflowHandle<Waiter, ?> handle = node.client().handle(Waiter.class, "w");
		handle.signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAStartBringsTheRun(EngineRig rig) throws Exception {
		rig.lease(NO_AUDIT);
		EngineRig.Node node = rig.startNode(BEANS);
		LateCommit start = node.lateCommitOf("into holdfast_execution");
		TransactionTemplate transaction = new TransactionTemplate(node.bean(JpaTransactionManager.class));
		Throwable told = catchThrowable(() -> transaction
			.executeWithoutResult((status) -> node.client().workflow(Waiter::run).id("w").start()));
		assertThat(told).isInstanceOfAny(TransactionException.class, DataAccessException.class);
		awaitPolls(rig, node, 3);
		start.arrive();
		WorkflowHandle<Waiter, ?> handle = node.client().handle(Waiter.class, "w");
		handle.signal(Waiter::go, "on");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	/** The others have taken what they could see, but not the child. */
	@EngineTest
	void ofAnEarlierLifeIsForWhoeverFindsIt(EngineRig rig) throws Exception {
		rig.poll(Duration.ofSeconds(5));
		EngineRig.Node stopped = rig.createNode((context) -> context.register(BEANS));
		WorkflowHandle<Parent, String> parent = stopped.client().workflow(Parent::run).id("p").start();
		EngineRig.Node first = rig.createNode((context) -> context.register(BEANS));
		LateCommit step = first.lateCommitOf("insert into holdfast_event");
		first.engine().start();
		UUID life = first.engine().bootId();
		step.awaitLost();
		first.freeze();
		EngineRig.Node second = rig.startNode(BEANS);
		Look.advanceUntil(rig, Duration.ofSeconds(4),
				() -> rig.jdbc().queryForList("select boot_id from holdfast_node", UUID.class).size() == 1);
		first.thaw();
		EngineRig.await(() -> first.engine().ownership().hasLease() && !first.engine().bootId().equals(life));
		step.arrive();
		EngineRig.await(() -> {
			first.engine().ownership().wakeUp();
			second.engine().ownership().wakeUp();
			return Look.types(parent).contains("ChildInitiated");
		});
		second.client().handle(Waiter.class, "p/child").signal(Waiter::go, "on");
		EngineRig.await(() -> {
			first.engine().ownership().wakeUp();
			second.engine().ownership().wakeUp();
			return !Look.status(parent).isOpen();
		});
		assertThat(parent.result(EngineRig.PATIENCE)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	private static void awaitPolls(EngineRig rig, EngineRig.Node node, int count) {
		for (int i = 0; i < count; i++) {
			rig.clock().advance(Duration.ofMillis(1));
			long now = rig.clock().micros();
			EngineRig.await(() -> {
				node.engine().ownership().wakeUp();
				return node.engine().ownership().lastPoll() >= now;
			});
		}
	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Waiter::run).id("p/child").execute();
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
