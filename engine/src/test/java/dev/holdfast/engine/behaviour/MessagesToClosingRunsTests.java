package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one run sends to another while that ends on another node: either it is there
 * before the end, or it finds what follows.
 */
class MessagesToClosingRunsTests {

	private static final String INSERT_MESSAGE = "insert into holdfast_inbox";

	private static final String INSERT_RUN = "insert into holdfast_execution";

	private EngineRig.Node parents;

	private EngineRig.Node children;

	private final AtomicInteger commitsOfChildren = new AtomicInteger();

	private final AtomicInteger commitsOfParents = new AtomicInteger();

	@EngineTest
	void aRequestToCancelIsHeardThoughTheChildContinuesAsNewMeanwhile(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Parent, String> parent = startParent(ParentClosePolicy.ABANDON);
		Pause pause = this.parents.pauseBefore(INSERT_MESSAGE);
		this.children.client().handle(parent.workflowId()).signal("cancelChild");
		pause.awaitReached();
		String first = runOfChild();
		this.children.client().handle("child").signal("continueAsNew");
		awaitMore(this.commitsOfChildren, 5);
		assertThat(runOfChild()).isEqualTo(first);
		pause.goOn();
		Look.awaitStatus(this.children.client().handle("child"), WorkflowStatus.CANCELED);
		assertThat(Look.result(parent)).isEqualTo("CanceledFailure");
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aRequestToCancelFollowsAChildThatIsJustContinuingAsNew(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Parent, String> parent = startParent(ParentClosePolicy.ABANDON);
		String first = runOfChild();
		Pause pause = this.children.pauseBefore(INSERT_RUN);
		this.parents.client().handle("child").signal("continueAsNew");
		pause.awaitReached();
		parent.signal(Parent::cancelChild);
		awaitMore(this.commitsOfParents, 5);
		pause.goOn();
		Look.awaitStatus(this.children.client().handle("child"), WorkflowStatus.CANCELED);
		assertThat(runOfChild()).isNotEqualTo(first);
		assertThat(Look.result(parent)).isEqualTo("CanceledFailure");
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aParentThatClosesTerminatesAChildThatIsJustContinuingAsNew(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Parent, String> parent = startParent(ParentClosePolicy.TERMINATE);
		Pause pause = this.children.pauseBefore(INSERT_RUN);
		this.parents.client().handle("child").signal("continueAsNew");
		pause.awaitReached();
		parent.signal(Parent::leave);
		awaitMore(this.commitsOfParents, 5);
		assertThat(Look.status(parent)).isEqualTo(WorkflowStatus.RUNNING);
		pause.goOn();
		assertThat(Look.result(parent)).isEqualTo("left");
		Look.awaitStatus(this.children.client().handle("child"), WorkflowStatus.TERMINATED);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void theOutcomeOfAChildIsNotLeftBehindByAParentThatIsTerminated(EngineRig rig) throws Exception {
		startNodes(rig);
		WorkflowHandle<Parent, String> parent = startParent(ParentClosePolicy.ABANDON);
		Pause pause = this.children.pauseBefore(INSERT_MESSAGE);
		this.parents.client().handle("child").signal("end");
		pause.awaitReached();
		CompletableFuture<Void> terminated = CompletableFuture.runAsync(() -> parent.terminate("enough"));
		awaitMore(this.commitsOfParents, 5);
		assertThat(terminated).isNotDone();
		pause.goOn();
		terminated.get(EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Look.awaitStatus(this.children.client().handle("child"), WorkflowStatus.COMPLETED);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void noRequestToCancelIsLostHoweverOftenChildrenContinueAsNew(EngineRig rig) {
		startNodes(rig);
		List<WorkflowHandle<Parent, String>> all = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			all.add(this.parents.client().workflow(Parent::run, "child-" + i, ParentClosePolicy.ABANDON).start());
		}
		EngineRig.await(() -> this.children.client().count("WorkflowType = 'Child'") == 8);
		for (int i = 0; i < 8; i++) {
			Look.awaitStatus(this.children.client().handle("child-" + i), WorkflowStatus.RUNNING);
			for (int k = 0; k < 3; k++) {
				this.children.client().handle("child-" + i).signal("continueAsNew");
			}
			all.get(i).signal(Parent::cancelChild);
		}
		for (int i = 0; i < 8; i++) {
			assertThat(Look.result(all.get(i))).isEqualTo("CanceledFailure");
		}
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	private void startNodes(EngineRig rig) {
		this.parents = rig.seam(counting(this.commitsOfParents)).startNode(Parent.class);
		this.children = rig.seam(counting(this.commitsOfChildren)).startNode(Child.class);
	}

	private WorkflowHandle<Parent, String> startParent(ParentClosePolicy policy) {
		WorkflowHandle<Parent, String> parent = this.parents.client().workflow(Parent::run, "child", policy).start();
		EngineRig.await(() -> this.children.engine().ownedRuns() == 1
				&& Look.types(this.children.client().handle("child")).contains("TimerStarted"));
		return parent;
	}

	private String runOfChild() {
		return this.children.client().handle("child").describe().execution().runId();
	}

	private static void awaitMore(AtomicInteger commits, int more) {
		int before = commits.get();
		EngineRig.await(() -> commits.get() >= before + more);
	}

	private static CommitSeam counting(AtomicInteger commits) {
		return new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				T result = transaction.get();
				commits.incrementAndGet();
				return result;
			}

		};
	}

	@Workflow
	public static class Parent {

		private boolean cancel;

		private boolean leave;

		@WorkflowMethod
		public String run(String id, ParentClosePolicy policy) {
			return Workflows.scope((scope) -> {
				var child = Workflows.child("Child", String.class).id(id).parentClosePolicy(policy).async();
				Workflows.await(() -> this.cancel || this.leave || child.isCompleted());
				if (this.leave) {
					return "left";
				}
				if (this.cancel) {
					scope.cancel("enough");
				}
				try {
					return child.get();
				}
				catch (ChildWorkflowFailure failure) {
					return failure.getCause().getClass().getSimpleName();
				}
			});
		}

		@SignalMethod
		public void cancelChild() {
			this.cancel = true;
		}

		@SignalMethod
		public void leave() {
			this.leave = true;
		}

	}

	@Workflow
	public static class Child {

		private boolean next;

		private boolean end;

		@WorkflowMethod
		public String run() {
			Workflows.await(java.time.Duration.ofDays(1), () -> this.next || this.end);
			if (this.next) {
				Workflows.continueAsNew();
			}
			return "done";
		}

		@SignalMethod
		public void continueAsNew() {
			this.next = true;
		}

		@SignalMethod
		public void end() {
			this.end = true;
		}

	}

}
