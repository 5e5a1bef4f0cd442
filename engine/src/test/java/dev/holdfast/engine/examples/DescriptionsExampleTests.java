package dev.holdfast.engine.examples;

import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowMetadata;
import dev.holdfast.client.WorkflowMetadata.Handler;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DescriptionsExampleTests {

	@EngineTest
	void executionsSayWhatTheyAreAndWhichMessagesTheyTake(EngineRig rig) {
		WorkflowClient client = rig.start(ReturnWorkflow.class);
		WorkflowHandle<ReturnWorkflow, String> handle = client.workflow(ReturnWorkflow::run).start();
		handle.signal(ReturnWorkflow::received);
		rig.awaitQuiet();
		// tag::metadata[]
		WorkflowMetadata metadata = handle.metadata();
		List<Handler> signals = metadata.signals();
		// end::metadata[]
		assertThat(metadata.workflowType()).isEqualTo("ReturnWorkflow");
		assertThat(metadata.description()).isEqualTo("Takes goods back, and pays for them");
		assertThat(signals).containsExactly(new Handler("received", "The parcel has arrived"),
				new Handler("complain", "The customer is not content"),
				new Handler("escalate", "Somebody else has to decide"));
		assertThat(metadata.queries()).containsExactly(new Handler("state", null));
		assertThat(metadata.updates()).containsExactly(new Handler("refund", "Pays a part, in cents"));
		assertThat(metadata.currentDetails()).isEqualTo("looking at the goods");
		handle.signal("escalate");
		assertThat(handle.result()).isEqualTo("escalated");
		assertThat(handle.metadata().signals()).as("of a closed execution").isEqualTo(signals);
	}

	@EngineTest
	void handlersByCodeSayWhatTheyAreFor(EngineRig rig) {
		WorkflowClient client = rig.start(CatchAll.class);
		WorkflowHandle<CatchAll, String> handle = client.workflow(CatchAll::run).start();
		assertThat(handle.result()).isEqualTo("A description must say something");
		WorkflowMetadata metadata = handle.metadata();
		assertThat(metadata.description()).isNull();
		assertThat(metadata.signals()).containsExactly(new Handler(null, "Notes of the staff"));
		assertThat(metadata.queries()).containsExactly(new Handler("paid", "So far, in cents"),
				new Handler("owed", null), new Handler(null, "Anything else"));
		assertThat(metadata.updates()).containsExactly(new Handler("price", "In cents"),
				new Handler("waive", "Nothing is to be sent back"), new Handler(null, "The rest"));
		assertThat(metadata.currentDetails()).isNull();
		assertThat(handle.query("paid", Integer.class)).isZero();
		assertThat(handle.query("whatever", String.class)).isEqualTo("whatever");
	}

	@EngineTest
	void askedByWhoeverHasTheType(EngineRig rig) {
		WorkflowClient client = rig.startNode(ReturnWorkflow.class).client();
		client.workflow(ReturnWorkflow::run).id("return-1").start();
		rig.awaitQuiet();
		assertThat(rig.startNode(ReturnWorkflow.class).client().handle("return-1").metadata().description())
			.isEqualTo("Takes goods back, and pays for them");
		assertThatExceptionOfType(WorkflowQueryException.class)
			.isThrownBy(() -> rig.startNode(Other.class).client().handle("return-1").metadata())
			.withMessageContaining("has no workflow ReturnWorkflow");
	}

	// tag::workflow[]
	@Workflow(description = "Takes goods back, and pays for them")
	public static class ReturnWorkflow {

		private boolean received;

		private boolean escalated;

		@WorkflowMethod
		public String run() {
			Workflows.onSignal("complain", "The customer is not content", String.class, Workflows.logger()::info);
			Workflows.onSignal("escalate", "Somebody else has to decide", (arguments) -> this.escalated = true);
			Workflows.await(() -> this.received);
			Workflows.currentDetails("looking at the goods");
			Workflows.await(() -> this.escalated);
			return "escalated";
		}

		@SignalMethod(description = "The parcel has arrived")
		public void received() {
			this.received = true;
		}

		@UpdateMethod(description = "Pays a part, in cents")
		public int refund(int cents) {
			return cents;
		}

		@QueryMethod
		public String state() {
			return this.received ? "received" : "on its way";
		}

	}
	// end::workflow[]

	@Workflow
	public static class CatchAll {

		@WorkflowMethod
		public String run() {
			Workflows.onAnySignal("Notes of the staff", (name, arguments) -> Workflows.logger().info(name));
			Workflows.onQuery("paid", "So far, in cents", (arguments) -> 0);
			Workflows.onQuery("owed", (arguments) -> 0);
			Workflows.onAnyQuery("Anything else", (name, arguments) -> name);
			Workflows.onUpdate("price", "In cents", (arguments) -> 7);
			Workflows.onUpdate("waive", "Nothing is to be sent back", (arguments) -> {
			}, (arguments) -> true);
			Workflows.onAnyUpdate("The rest", (name, arguments) -> name);
			try {
				Workflows.onQuery("empty", " ", (arguments) -> 0);
				return "taken";
			}
			catch (IllegalArgumentException ex) {
				return String.valueOf(ex.getMessage());
			}
		}

	}

	@Workflow
	public static class Other {

		@WorkflowMethod
		public void run() {
		}

	}

}
