package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.ExternalWorkflowFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

class ChildHandleTests {

	@EngineTest
	void signalsTheChildFromTheTaskThatStartsIt(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Listener.class, Hurried.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, "child").start();
		assertThat(Look.result(parent)).isEqualTo("heard hello, then bye, as " + client.handle("child").runId());
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAChildWhoseIdIsInUseSpeaksToNobody(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Listener.class, Hurried.class);
		WorkflowHandle<Listener, String> other = client.workflow(Listener::run).id("taken").start();
		assertThat(Look.result(client.workflow(Parent::run, "taken").start())).isEqualTo("not delivered, in use");
		assertThat(Look.types(other)).doesNotContain("SignalReceived");
	}

	@EngineTest
	void ofAParentThatEndsAtOnceLeavesTheChildRunning(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Listener.class, Hurried.class);
		assertThat(Look.result(client.workflow(Hurried::run).start())).isEqualTo("orphan");
		WorkflowHandle<Object, Object> child = client.handle("orphan");
		assertThat(Look.status(child)).isEqualTo(WorkflowStatus.RUNNING);
		child.signal("hear", "bye");
		assertThat(child.result(EngineRig.PATIENCE)).isEqualTo("heard hello, then bye");
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Listener {

		private @Nullable String first;

		private @Nullable String second;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.second != null);
			return "heard " + this.first + ", then " + this.second;
		}

		@SignalMethod
		public void hear(String word) {
			if (this.first == null) {
				this.first = word;
			}
			else {
				this.second = word;
			}
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run(String id) {
			ChildHandle<String> child = Workflows.child(Listener::run).id(id).start();
			try {
				child.signal(Listener::hear, "hello");
				child.signal("hear", "bye");
			}
			catch (ExternalWorkflowFailure failure) {
				try {
					return child.result().get(Duration.ofMinutes(1));
				}
				catch (ChildWorkflowFailure notStarted) {
					return "not delivered, "
							+ ((notStarted.getCause() instanceof WorkflowIdInUseFailure) ? "in use" : "why?");
				}
			}
			return child.result().get() + ", as " + child.runId();
		}

	}

	@Workflow
	public static class Hurried {

		@WorkflowMethod
		public String run() {
			ChildHandle<String> child = Workflows.child(Listener::run)
				.id("orphan")
				.parentClosePolicy(ParentClosePolicy.ABANDON)
				.start();
			child.signalAsync(Listener::hear, "hello");
			return child.workflowId();
		}

	}

}
