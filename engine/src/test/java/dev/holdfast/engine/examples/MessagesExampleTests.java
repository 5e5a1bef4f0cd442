package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.holdfast.client.QueryRejectCondition;
import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.client.WorkflowQueryRejectedException;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessagesExampleTests {

	@EngineTest
	void signalsQueriesAndUpdates(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		WorkflowHandle<OrderWorkflow, @Nullable Void> handle = client.workflow(OrderWorkflow::run, "42")
			.id("order-42")
			.start();
		assertThat(handle.query(OrderWorkflow::getStatus)).isEqualTo("pending");
		// tag::client[]
		int size = handle.update(OrderWorkflow::addItem, "book");
		handle.signal(OrderWorkflow::cancel, "Customer request");
		String status = handle.query(OrderWorkflow::getStatus);
		List<String> items = handle.query("getItems", new ParameterizedTypeReference<List<String>>() {
		});
		// end::client[]
		assertThat(size).isEqualTo(1);
		assertThat(status).isEqualTo("cancelled");
		assertThat(items).containsExactly("book");
		handle.result();
		assertThat(handle.query(OrderWorkflow::getItems)).containsExactly("book");
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
		assertThatExceptionOfType(WorkflowQueryRejectedException.class).isThrownBy(() -> {
			// tag::reject[]
			String status = handle.rejectQueriesIf(QueryRejectCondition.NOT_OPEN).query(OrderWorkflow::getStatus);
			// end::reject[]
			assertThat(status).isNull();
		});
	}

	@EngineTest
	void aMessageMayStartTheWorkflow(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		// tag::with-start[]
		client.workflow(OrderWorkflow::run, "42").id("order-42").signalWithStart(OrderWorkflow::cancel, "late");
		int size = client.workflow(OrderWorkflow::run, "43")
			.id("order-43")
			.idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.updateWithStart(OrderWorkflow::addItem, "book")
			.execute();
		// end::with-start[]
		assertThat(size).isEqualTo(1);
		client.handle("order-42").result();
		assertThat(client.handle("order-42").query("getStatus", String.class)).isEqualTo("cancelled");
	}

	@EngineTest
	void anUpdateMayBeRequestedNowAndWaitedForLater(EngineRig rig) {
		WorkflowClient client = rig.start(TransferWorkflow.class);
		WorkflowHandle<TransferWorkflow, @Nullable Void> handle = client.workflow(TransferWorkflow::run)
			.id("account-1")
			.start();
		UUID paymentId = UUID.randomUUID();
		// tag::start-update[]
		UpdateHandle<Integer> update = handle.startUpdate(TransferWorkflow::withdraw, 30)
			.id(paymentId.toString())
			.waitFor(UpdateStage.ACCEPTED)
			.start();
		// end::start-update[]
		rig.advance(Duration.ofHours(1));
		assertThat(update.result()).isEqualTo(70);
		// tag::update-handle[]
		int balance = handle.updateHandle(paymentId.toString(), Integer.class).result();
		// end::update-handle[]
		assertThat(balance).isEqualTo(70);
		handle.signalOnce("close-1", TransferWorkflow::close);
		handle.signalOnce("close-1", TransferWorkflow::close);
		handle.result();
		assertThat(handle.history().events()).filteredOn((event) -> event.type().equals("SignalReceived")).hasSize(1);
	}

	@EngineTest
	void aValidatorRejectsAnUpdateBeforeAnythingIsRecorded(EngineRig rig) {
		WorkflowClient client = rig.start(TransferWorkflow.class);
		WorkflowHandle<TransferWorkflow, @Nullable Void> handle = client.workflow(TransferWorkflow::run)
			.id("account-1")
			.start();
		String[] reason = new String[1];
		// tag::rejected[]
		try {
			handle.update(TransferWorkflow::withdraw, 300);
		}
		catch (WorkflowUpdateException ex) {
			reason[0] = ex.reason() + ": " + ex.getMessage();
		}
		// end::rejected[]
		assertThat(reason[0]).startsWith("REJECTED").contains("only 100 left");
		assertThat(handle.history().events()).hasSize(1);
	}

	@EngineTest
	void handlersMayBeRegisteredByCode(EngineRig rig) {
		WorkflowClient client = rig.start(Journal.class);
		WorkflowHandle<Journal, List<String>> handle = client.workflow(Journal::run).start();
		handle.signal("opened", "door");
		handle.signal("moved", 3, 4);
		assertThat(handle.query("lines", Integer.class)).isEqualTo(2);
		handle.signal("end");
		assertThat(handle.result()).containsExactly("door is open", "moved with 2 arguments, first 3");
	}

	// tag::workflow[]
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

		@QueryMethod
		public String getStatus() {
			return this.status;
		}

		@QueryMethod
		public List<String> getItems() {
			return List.copyOf(this.items);
		}

		@UpdateMethod
		public int addItem(String item) {
			this.items.add(item);
			return this.items.size();
		}

	}
	// end::workflow[]

	// tag::validator[]
	@Workflow(serialHandlers = true)
	public static class TransferWorkflow {

		private int balance = 100;

		private boolean closed;

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> this.closed && Workflows.everyHandlerFinished());
		}

		@UpdateValidatorMethod(update = "withdraw")
		public void validateWithdraw(int amount) {
			if (amount > this.balance) {
				throw new IllegalArgumentException("only " + this.balance + " left");
			}
		}

		@UpdateMethod
		public int withdraw(int amount) {
			this.balance -= amount;
			Workflows.sleep(Duration.ofHours(1));
			return this.balance;
		}

		@SignalMethod
		public void close() {
			this.closed = true;
		}

	}
	// end::validator[]

	@Workflow
	public static class Journal {

		// tag::dynamic[]
		private final List<String> lines = new ArrayList<>();

		private boolean ended;

		@WorkflowMethod
		public List<String> run() {
			Workflows.onSignal("opened", String.class, (what) -> this.lines.add(what + " is open"));
			Workflows.onAnySignal((name, arguments) -> this.lines
				.add(name + " with " + arguments.size() + " arguments, first " + arguments.get(0, Integer.class)));
			Workflows.onQuery("lines", (arguments) -> this.lines.size());
			Workflows.await(() -> this.ended);
			return this.lines;
		}
		// end::dynamic[]

		@SignalMethod
		public void end() {
			this.ended = true;
		}

	}

}
