package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.ChildCancellationType;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ChildCancellationTests {

	private static final Class<?>[] BEANS = { Parent.class, Slow.class, AtOnce.class };

	@EngineTest
	void waitsForTheChildToCloseByDefault(EngineRig rig) {
		WorkflowHandle<Parent, String> parent = cancel(rig, null);
		rig.awaitQuiet();
		assertThat(Look.status(parent)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(parent)).isEqualTo("child cancelled: enough");
		assertThat(Look.types(parent)).endsWith("ChildCancelRequested", "ChildCanceled", "WorkflowCompleted");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void goesOnAtOnceIfItOnlyTries(EngineRig rig) {
		WorkflowHandle<Parent, String> parent = cancel(rig, ChildCancellationType.TRY_CANCEL);
		assertThat(Look.result(parent)).isEqualTo("child cancelled: enough");
		assertThat(Look.types(parent)).endsWith("ChildCancelRequested", "WorkflowCompleted");
		WorkflowHandle<Object, Object> child = client.handle("child");
		Look.awaitStatus(child, WorkflowStatus.TERMINATED);
	}

	@EngineTest
	void waitsForTheDeliveryOfItsRequest(EngineRig rig) {
		WorkflowHandle<Parent, String> parent = cancel(rig, ChildCancellationType.WAIT_CANCELLATION_REQUESTED);
		assertThat(Look.result(parent)).isEqualTo("child cancelled: enough");
		assertThat(Look.types(parent)).endsWith("ChildCancelRequested", "ExternalRequestDelivered",
				"WorkflowCompleted");
		Look.awaitStatus(client.handle("child"), WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void leavesAnAbandonedChildAlone(EngineRig rig) {
		WorkflowHandle<Parent, String> parent = cancel(rig, ChildCancellationType.ABANDON);
		assertThat(Look.result(parent)).isEqualTo("child cancelled: enough");
		assertThat(Look.types(parent)).doesNotContain("ChildCancelRequested");
		Look.awaitStatus(client.handle("child"), WorkflowStatus.TERMINATED);
	}

	@EngineTest
	void ofAChildThatWasStartedInTheSameTaskReachesIt(EngineRig rig) {
		client = rig.start(BEANS);
		for (ChildCancellationType type : List.of(ChildCancellationType.WAIT_CANCELLATION_COMPLETED,
				ChildCancellationType.WAIT_CANCELLATION_REQUESTED)) {
			WorkflowHandle<AtOnce, String> parent = client.workflow(AtOnce::run, type).start();
			Look.advanceUntil(rig, Duration.ofMinutes(1), () -> Look.status(parent) == WorkflowStatus.COMPLETED);
			assertThat(Look.result(parent)).isEqualTo("child cancelled: at once");
			Look.advanceUntil(rig, Duration.ofMinutes(1),
					() -> Look.status(client.handle("child-" + type)) == WorkflowStatus.CANCELED);
		}
		Invariants.check(rig.jdbc());
	}

	private WorkflowClient client;

	private WorkflowHandle<Parent, String> cancel(EngineRig rig, ChildCancellationType type) {
		client = rig.start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, type).start();
		rig.awaitQuiet();
		assertThat(Look.status(client.handle("child"))).isEqualTo(WorkflowStatus.RUNNING);
		parent.signal(Parent::cancelChild);
		return parent;
	}

	private static String describe(ChildWorkflowFailure failure) {
		return (failure.getCause() instanceof CanceledFailure canceled) ? "child cancelled: " + canceled.reason()
				: String.valueOf(failure.getCause());
	}

	/** Takes a minute to cancel. */
	@Workflow
	public static class Slow {

		@WorkflowMethod
		public String run() {
			try {
				Workflows.await(() -> false);
				return "never";
			}
			catch (CanceledFailure canceled) {
				Workflows.detached(() -> Workflows.sleep(Duration.ofMinutes(1)));
				throw canceled;
			}
		}

	}

	@Workflow
	public static class Parent {

		private boolean cancel;

		@WorkflowMethod
		public String run(ChildCancellationType type) {
			return Workflows.scope((scope) -> {
				var call = Workflows.child(Slow::run).id("child");
				if (type != null) {
					call.cancellationType(type);
				}
				var child = call.async();
				Workflows.await(() -> this.cancel);
				scope.cancel("enough");
				try {
					return child.get();
				}
				catch (ChildWorkflowFailure failure) {
					return describe(failure);
				}
			});
		}

		@SignalMethod
		public void cancelChild() {
			this.cancel = true;
		}

	}

	@Workflow
	public static class AtOnce {

		@WorkflowMethod
		public String run(ChildCancellationType type) {
			return Workflows.scope((scope) -> {
				var child = Workflows.child(Slow::run)
					.id("child-" + type)
					.cancellationType(type)
					.parentClosePolicy(ParentClosePolicy.ABANDON)
					.async();
				scope.cancel("at once");
				try {
					return child.get();
				}
				catch (ChildWorkflowFailure failure) {
					return describe(failure);
				}
			});
		}

	}

}
