package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of what was said, and of children, when one run is reset several times, or
 * after it has closed.
 */
class ResetAgainTests {

	private static long event(WorkflowHandle<?, ?> handle, String type) {
		return handle.history()
			.events()
			.stream()
			.filter((event) -> event.type().equals(type))
			.mapToLong(WorkflowHistory.Event::id)
			.max()
			.orElseThrow();
	}

	@EngineTest
	void tellsOfAChildThatEndedWithItsParent(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, ParentClosePolicy.TERMINATE)
			.id("parent")
			.start();
		rig.awaitQuiet();
		parent.terminate("by mistake");
		Look.awaitStatus(client.handle("child"), WorkflowStatus.TERMINATED);
		rig.awaitQuiet();
		parent.reset(event(parent, "ChildInitiated"));
		rig.awaitQuiet();
		assertThat(Look.result(client.handle("parent"))).isEqualTo("the child has failed");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void tellsTheResultOfAChildThatEndedWhenNobodyHeardOfIt(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, ParentClosePolicy.ABANDON)
			.id("parent")
			.start();
		rig.awaitQuiet();
		long point = event(parent, "ChildInitiated");
		parent.terminate("by mistake");
		client.handle(Child.class, "child").signal(Child::say, "done");
		Look.awaitStatus(client.handle("child"), WorkflowStatus.COMPLETED);
		rig.awaitQuiet();
		client.handle(Parent.class, "parent", parent.runId()).reset(point);
		rig.awaitQuiet();
		assertThat(Look.result(client.handle("parent"))).isEqualTo("[done]");
		client.handle(Parent.class, "parent", parent.runId()).reset(point, "once more");
		rig.awaitQuiet();
		assertThat(Look.result(client.handle("parent"))).isEqualTo("[done]");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void tellsOfAChildThatCouldNotStart(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class);
		client.workflow(Child::run).id("child").start();
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, ParentClosePolicy.TERMINATE)
			.id("parent")
			.start();
		assertThat(Look.result(parent)).isEqualTo("the child has failed");
		parent.reset(event(parent, "ChildInitiated"));
		rig.awaitQuiet();
		assertThat(Look.result(client.handle("parent"))).isEqualTo("the child has failed");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void tellsEachSignalOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Child.class);
		WorkflowHandle<Child, List<String>> first = client.workflow(Child::run).id("child").start();
		first.signal(Child::say, "kept");
		rig.awaitQuiet();
		long point = event(first, "SignalReceived");
		first.signal(Child::say, "later");
		rig.awaitQuiet();
		WorkflowHandle<Child, Object> old = client.handle(Child.class, "child", first.runId());
		old.reset(point);
		rig.awaitQuiet();
		WorkflowHandle<Child, Object> now = client.handle(Child.class, "child");
		now.signal(Child::say, "last");
		rig.awaitQuiet();
		old.reset(point, "a second time");
		rig.awaitQuiet();
		assertThat(now.query(Child::said)).containsExactly("kept", "later", "last");
		now.reset(point, "the run of the second reset");
		rig.awaitQuiet();
		assertThat(now.query(Child::said)).containsExactly("kept", "later", "last");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void knowsTheIdsOfSignalsThatWereSentOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Child.class);
		WorkflowHandle<Child, List<String>> handle = client.workflow(Child::run).id("child").start();
		handle.signalOnce("one", Child::say, "before");
		rig.awaitQuiet();
		long point = event(handle, "SignalReceived");
		handle.signalOnce("two", Child::say, "after");
		rig.awaitQuiet();
		handle.reset(point);
		handle.signalOnce("one", Child::say, "before");
		handle.signalOnce("two", Child::say, "after");
		rig.awaitQuiet();
		assertThat(client.handle(Child.class, "child").query(Child::said)).containsExactly("before", "after");
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run(ParentClosePolicy policy) {
			try {
				return Workflows.child(Child::run).id("child").parentClosePolicy(policy).execute().toString();
			}
			catch (ChildWorkflowFailure ex) {
				return "the child has failed";
			}
		}

	}

	@Workflow
	public static class Child {

		private final List<String> said = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			Workflows.await(() -> this.said.contains("done"));
			return this.said;
		}

		@SignalMethod
		public void say(String word) {
			this.said.add(word);
		}

		@QueryMethod
		public List<String> said() {
			return List.copyOf(this.said);
		}

	}

}
