package dev.holdfast.engine.examples;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessagesExampleTests {

	@EngineTest
	void signalsChangeTheStateAndQueriesAnswerIt(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		WorkflowHandle<OrderWorkflow, @Nullable Void> handle = client.workflow(OrderWorkflow::run, "42")
			.id("order-42")
			.start();
		assertThat(handle.query(OrderWorkflow::getStatus)).isEqualTo("pending");
		handle.signal(OrderWorkflow::addItem, "book");
		handle.signal(OrderWorkflow::addItem, "pen");
		List<String> items = handle.query("getItems", new ParameterizedTypeReference<List<String>>() {
		});
		assertThat(items).containsExactly("book", "pen");
		handle.signal(OrderWorkflow::cancel, "Customer request");
		handle.result();
		String status = handle.query(OrderWorkflow::getStatus);
		assertThat(status).isEqualTo("cancelled");
		assertThat(handle.query(OrderWorkflow::getItems)).containsExactly("book", "pen");
	}

	@EngineTest
	void aSignalHasANameOfItsOwn(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		WorkflowHandle<OrderWorkflow, @Nullable Void> handle = client.workflow(OrderWorkflow::run, "42").start();
		handle.signal("ship", "tracking-1");
		handle.result();
		assertThat(handle.query("getStatus", String.class)).isEqualTo("shipped");
		assertThat(handle.history().events()).filteredOn((event) -> event.type().equals("SignalReceived"))
			.singleElement()
			.satisfies((event) -> assertThat(event.attributes()).contains("\"ship\""));
	}

	@EngineTest
	void aClosedExecutionTakesNoSignals(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		WorkflowHandle<OrderWorkflow, @Nullable Void> handle = client.workflow(OrderWorkflow::run, "42").start();
		handle.signal(OrderWorkflow::shipOrder, "tracking-1");
		handle.result();
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> handle.signal(OrderWorkflow::cancel, "too late"));
	}

	@Workflow
	public static class OrderWorkflow {

		private String status = "pending";

		private final List<String> items = new ArrayList<>();

		@WorkflowMethod
		public void run(String orderId) {
			Workflows.await(() -> !this.status.equals("pending"));
		}

		@SignalMethod
		public void cancel(String reason) {
			this.status = "cancelled";
			Workflows.logger().info("Order cancelled: {}", reason);
		}

		@SignalMethod(name = "ship")
		public void shipOrder(String tracking) {
			this.status = "shipped";
		}

		@SignalMethod
		public void addItem(String item) {
			this.items.add(item);
		}

		@QueryMethod
		public String getStatus() {
			return this.status;
		}

		@QueryMethod
		public List<String> getItems() {
			return List.copyOf(this.items);
		}

	}

}
