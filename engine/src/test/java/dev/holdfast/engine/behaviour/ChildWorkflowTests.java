package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ChildWorkflowTests {

	private static final Class<?>[] BEANS = { Doubler.class, Parent.class, FanOut.class, Worker.class, Failing.class,
			FailingParent.class, Waiting.class, Starter.class };

	@EngineTest
	void giveTheirResultToTheParent(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, Integer> parent = client.workflow(Parent::run, 21).id("p").start();
		assertThat(Look.result(parent)).isEqualTo(42);
		assertThat(Look.types(parent)).containsExactly("WorkflowStarted", "ChildInitiated", "ChildCompleted",
				"WorkflowCompleted");
		WorkflowHandle<Object, Object> child = client.handle(parent.runId() + ":2");
		assertThat(child.describe().execution().parentWorkflowId()).isEqualTo("p");
		assertThat(child.describe().execution().parentRunId()).isEqualTo(parent.runId());
	}

	@EngineTest
	void runInParallel(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		assertThat(Look.result(client.workflow(FanOut::run, 20).start())).isEqualTo(380);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void failWithATreeThatReachesTheClient(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowFailedException failure = Look.failure(client.workflow(FailingParent::run).id("p").start());
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ChildWorkflowFailure.class, (child) -> {
			assertThat(child.workflowType()).isEqualTo("Failing");
			assertThat(child.workflowId()).isEqualTo("c");
			assertThat(child.getCause()).isInstanceOfSatisfying(ActivityFailure.class, (activity) -> {
				assertThat(activity.activityType()).isEqualTo("Worker.fail");
				assertThat(activity.attempts()).isEqualTo(1);
				assertThat(activity.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (application) -> {
					assertThat(application.type()).isEqualTo(IllegalArgumentException.class.getName());
					assertThat(application.reason()).isEqualTo("out of order");
				});
			});
		});
	}

	@EngineTest
	void withAnIdInUseFailInTheParentWhichMayGoOn(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Waiting, String> other = client.workflow(Waiting::run).id("taken").start();
		WorkflowHandle<Starter, String> parent = client
			.workflow(Starter::run, ParentClosePolicy.TERMINATE, "taken", false)
			.start();
		assertThat(Look.result(parent)).isEqualTo("in use: taken");
		assertThat(Look.status(other)).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(Look.types(parent)).contains("ChildInitiated", "ChildStartFailed");
	}

	@EngineTest
	void areTerminatedWithTheirParentByDefault(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Object, Object> child = closeParentOf(client, ParentClosePolicy.TERMINATE);
		Look.awaitStatus(child, WorkflowStatus.TERMINATED);
		assertThat(Look.failure(child)).cause().isInstanceOf(TerminatedFailure.class).hasMessageContaining("parent");
	}

	@EngineTest
	void goOnWhenTheyAreAbandoned(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Object, Object> child = closeParentOf(client, ParentClosePolicy.ABANDON);
		rig.awaitQuiet();
		assertThat(Look.status(child)).isEqualTo(WorkflowStatus.RUNNING);
		child.signal("go");
		assertThat(child.result(EngineRig.PATIENCE)).isEqualTo("went");
	}

	@EngineTest
	void areAskedToCancelWhenThePolicySaysSo(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Object, Object> child = closeParentOf(client, ParentClosePolicy.REQUEST_CANCEL);
		Look.awaitStatus(child, WorkflowStatus.CANCELED);
	}

	private static WorkflowHandle<Object, Object> closeParentOf(WorkflowClient client, ParentClosePolicy policy) {
		WorkflowHandle<Starter, String> parent = client.workflow(Starter::run, policy, "child", true).start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		WorkflowHandle<Object, Object> child = client.handle("child");
		parent.signal(Starter::end);
		assertThat(Look.result(parent)).isEqualTo("ended");
		return child;
	}

	@EngineTest
	void followTheirParentWhenItIsTerminated(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		for (ParentClosePolicy policy : ParentClosePolicy.values()) {
			WorkflowHandle<Starter, String> parent = client.workflow(Starter::run, policy, "of-" + policy, false)
				.start();
			EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
			parent.terminate("enough");
		}
		Look.awaitStatus(client.handle("of-TERMINATE"), WorkflowStatus.TERMINATED);
		Look.awaitStatus(client.handle("of-REQUEST_CANCEL"), WorkflowStatus.CANCELED);
		rig.awaitQuiet();
		assertThat(Look.status(client.handle("of-ABANDON"))).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void areCancelledWithTheirParent(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Starter, String> parent = client
			.workflow(Starter::run, ParentClosePolicy.TERMINATE, "child", false)
			.start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		parent.cancel("no longer wanted");
		WorkflowFailedException failure = Look.failure(parent);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(failure).hasRootCauseInstanceOf(CanceledFailure.class);
		assertThat(Look.status(client.handle("child"))).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(Look.types(parent)).contains("ChildCancelRequested", "ChildCanceled");
	}

	@EngineTest
	void terminatedFromOutsideFailInTheParent(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Starter, String> parent = client
			.workflow(Starter::run, ParentClosePolicy.TERMINATE, "child", false)
			.start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		client.handle("child").terminate("by hand");
		assertThat(Look.failure(parent)).cause()
			.isInstanceOf(ChildWorkflowFailure.class)
			.cause()
			.isInstanceOf(TerminatedFailure.class);
	}

	@EngineTest
	void timeOutByTheirOwnExecutionTimeout(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Starter, String> parent = client
			.workflow(Starter::run, ParentClosePolicy.TERMINATE, "child", false)
			.start();
		EngineRig.await(() -> Look.types(parent).contains("ChildInitiated"));
		rig.advance(Duration.ofMinutes(9));
		rig.awaitQuiet();
		assertThat(Look.status(parent)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(parent)).cause()
			.isInstanceOf(ChildWorkflowFailure.class)
			.cause()
			.isInstanceOf(TimeoutFailure.class);
		assertThat(Look.status(client.handle("child"))).isEqualTo(WorkflowStatus.TIMED_OUT);
	}

	@Workflow
	public static class Doubler {

		@WorkflowMethod
		public int run(int number) {
			return 2 * number;
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public int run(int number) {
			return Workflows.child(Doubler::run, number).execute();
		}

	}

	@Workflow
	public static class FanOut {

		@WorkflowMethod
		public int run(int children) {
			List<Promise<Integer>> results = new ArrayList<>();
			for (int i = 0; i < children; i++) {
				results.add(Workflows.child(Doubler::run, i).id("fan-" + i).async());
			}
			Promise.allOf(results).get();
			return results.stream().mapToInt(Promise::get).sum();
		}

	}

	@Activity
	public static class Worker {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public String fail() {
			throw new IllegalArgumentException("out of order");
		}

	}

	@Workflow
	public static class Failing {

		private final Worker worker;

		public Failing(Worker worker) {
			this.worker = worker;
		}

		@WorkflowMethod
		public String run() {
			return this.worker.fail();
		}

	}

	@Workflow
	public static class FailingParent {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Failing::run).id("c").execute();
		}

	}

	@Workflow
	public static class Waiting {

		private boolean go;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "went";
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow
	public static class Starter {

		private boolean ended;

		@WorkflowMethod
		public String run(ParentClosePolicy policy, String childId, boolean leave) {
			Promise<String> child = Workflows.child(Waiting::run)
				.id(childId)
				.executionTimeout(Duration.ofMinutes(10))
				.parentClosePolicy(policy)
				.async();
			if (leave) {
				Workflows.await(() -> this.ended);
				return "ended";
			}
			try {
				return child.get();
			}
			catch (ChildWorkflowFailure ex) {
				if (ex.getCause() instanceof WorkflowIdInUseFailure inUse) {
					return "in use: " + inUse.workflowId();
				}
				throw ex;
			}
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

	}

}
