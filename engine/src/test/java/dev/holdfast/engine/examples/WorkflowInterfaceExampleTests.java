package dev.holdfast.engine.examples;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

class WorkflowInterfaceExampleTests {

	@EngineTest(Extent.HALF)
	void clientsKnowOnlyTheInterface(EngineRig rig) {
		WorkflowClient client = rig.start(DurableApproval.class, Request.class);
		// tag::client[]
		WorkflowHandle<Approval, String> started = client.workflow(Approval::run, "budget").id("approval-1").start();
		WorkflowHandle<Approval, ?> found = client.handle(Approval.class, "approval-1");
		found.signal(Approval::comment, "looks good");
		int comments = found.query(Approval::comments);
		String decision = found.update(Approval::decide, true);
		// end::client[]
		assertThat(comments).isEqualTo(1);
		assertThat(decision).isEqualTo("approved");
		assertThat(started.result(EngineRig.PATIENCE)).isEqualTo("budget: approved after 1 comments");
		assertThat(started.query(Approval::hasComments)).isTrue();
	}

	@EngineTest(Extent.HALF)
	void theInterfaceThatIsAnnotatedNamesTheType(EngineRig rig) {
		WorkflowClient client = rig.start(DurableApproval.class, Request.class);
		WorkflowHandle<Approval, String> handle = client.workflow(Approval::run, "budget").start();
		assertThat(handle.describe().execution().workflowType()).isEqualTo("Approval");
		WorkflowHandle<Request, String> other = client.workflow(Request::run, "travel").start();
		assertThat(other.describe().execution().workflowType()).isEqualTo("Request");
	}

	@EngineTest(Extent.HALF)
	void workflowsCallChildrenByTheirInterface(EngineRig rig) {
		WorkflowClient client = rig.start(DurableApproval.class, Request.class);
		WorkflowHandle<Request, String> handle = client.workflow(Request::run, "travel").start();
		rig.awaitQuiet();
		client.handle(Approval.class, "travel").update(Approval::decide, false);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("travel: declined after 1 comments");
	}

	// tag::contract[]
	@Workflow
	public interface Approval {

		@WorkflowMethod
		String run(String subject);

		@SignalMethod
		void comment(String text);

		@UpdateMethod
		String decide(boolean approved);

		@QueryMethod
		int comments();

		@QueryMethod
		default boolean hasComments() {
			return comments() > 0;
		}

	}

	@Component
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	public static class DurableApproval implements Approval {

		// end::contract[]

		private String decision = "";

		private int comments;

		@Override
		public String run(String subject) {
			Workflows.await(() -> !this.decision.isEmpty());
			return subject + ": " + this.decision + " after " + this.comments + " comments";
		}

		@Override
		public void comment(String text) {
			this.comments++;
		}

		@Override
		public String decide(boolean approved) {
			this.decision = approved ? "approved" : "declined";
			return this.decision;
		}

		@Override
		public int comments() {
			return this.comments;
		}

	}

	/** An interface that is no more than that: the class says that it is a workflow. */
	public interface Requesting {

		@WorkflowMethod
		String run(String subject);

	}

	@Workflow
	public static class Request implements Requesting {

		@Override
		public String run(String subject) {
			ChildHandle<String> approval = Workflows.child(Approval::run, subject).id(subject).start();
			approval.signal(Approval::comment, "needed soon");
			return approval.result().get();
		}

	}

}
