package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ChildOptionsTests {

	@EngineTest
	void sayWhetherTheIdOfAClosedExecutionMayBeUsedAgain(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class);
		Look.result(client.workflow(Child::run, false).id("completed").start());
		Look.failure(client.workflow(Child::run, true).id("failed").start());
		assertThat(start(client, "completed", WorkflowIdReusePolicy.ALLOW_DUPLICATE)).isEqualTo("fine");
		assertThat(start(client, "completed", WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)).isEqualTo("in use");
		assertThat(start(client, "completed", WorkflowIdReusePolicy.REJECT_DUPLICATE)).isEqualTo("in use");
		assertThat(start(client, "failed", WorkflowIdReusePolicy.REJECT_DUPLICATE)).isEqualTo("in use");
		assertThat(start(client, "failed", WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)).isEqualTo("fine");
		assertThat(start(client, "failed", WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)).isEqualTo("in use");
		assertThat(start(client, "new", WorkflowIdReusePolicy.REJECT_DUPLICATE)).isEqualTo("fine");
		Invariants.check(rig.jdbc());
	}

	private static String start(WorkflowClient client, String id, WorkflowIdReusePolicy policy) {
		return Look.result(client.workflow(Parent::run, id, policy).start());
	}

	@EngineTest
	void areRecordedWithItsStart(EngineRig rig) {
		WorkflowClient client = rig.start(Parent.class, Child.class);
		WorkflowHandle<Parent, String> parent = client
			.workflow(Parent::run, "c", WorkflowIdReusePolicy.REJECT_DUPLICATE)
			.start();
		Look.result(parent);
		String initiated = parent.history().events().get(1).attributes();
		assertThat(initiated).contains("\"executionTimeout\":3600000000")
			.contains("\"runTimeout\":60000000")
			.contains("\"taskTimeout\":10000000")
			.contains("\"maximumAttempts\":1")
			.contains("\"reusePolicy\":\"REJECT_DUPLICATE\"");
		String started = client.handle("c").history().events().get(0).attributes();
		assertThat(started).contains("\"runTimeout\":60000000").contains("\"maximumAttempts\":1");
	}

	@EngineTest
	void childrenKnowTheTopmostParent(EngineRig rig) {
		WorkflowClient client = rig.start(Ancestor.class);
		assertThat(Look.result(client.workflow(Ancestor::run, 3).id("first").start()))
			.isEqualTo("none null < first first < first");
	}

	@Workflow
	public static class Ancestor {

		@WorkflowMethod
		public String run(int generations) {
			WorkflowInfo info = Workflows.info();
			String below = (generations > 1) ? " < " + Workflows.child(Ancestor::run, generations - 1).execute() : "";
			return ((generations == 3) ? "none " + info.rootWorkflowId()
					: info.rootWorkflowId() + ((generations == 2) ? " " + info.parentWorkflowId() : "")) + below;
		}

	}

	@Workflow
	public static class Child {

		@WorkflowMethod
		public String run(boolean fail) {
			if (fail) {
				throw ApplicationFailure.of("wanted", "to");
			}
			return "fine";
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run(String id, WorkflowIdReusePolicy policy) {
			try {
				return Workflows.child(Child::run, false)
					.id(id)
					.executionTimeout(Duration.ofHours(1))
					.runTimeout(Duration.ofMinutes(1))
					.taskTimeout(Duration.ofSeconds(10))
					.retryPolicy(RetryPolicy.once())
					.idReusePolicy(policy)
					.execute();
			}
			catch (ChildWorkflowFailure failure) {
				return (failure.getCause() instanceof WorkflowIdInUseFailure) ? "in use"
						: String.valueOf(failure.getCause());
			}
		}

	}

}
