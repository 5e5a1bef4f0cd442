package dev.holdfast.engine.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowResultTimeoutException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ExecutingWorkflowsExampleTests {

	@EngineTest
	void startsWithAllOptions(EngineRig rig) {
		WorkflowClient client = start(rig);
		Order order = new Order("42", 3);
		WorkflowHandle<OrderWorkflow, Receipt> handle = client.workflow(OrderWorkflow::run, order)
			.id("order-42")
			.taskQueue("orders")
			.executionTimeout(Duration.ofHours(1))
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE)
			.memo("key", "value")
			.searchAttribute("CustomField", "value")
			.start();
		assertThat(client.list("CustomField = 'value' AND WorkflowType = 'OrderWorkflow'")).singleElement()
			.satisfies((found) -> assertThat(found.workflowId()).isEqualTo("order-42"));
		assertThat(client.count("Status = 'RUNNING' AND TaskQueue = 'orders'")).isEqualTo(1);
		assertThat(handle.workflowId()).isEqualTo("order-42");
		WorkflowDescription description = handle.describe();
		assertThat(description.execution().workflowType()).isEqualTo("OrderWorkflow");
		assertThat(description.execution().taskQueue()).isEqualTo("orders");
		assertThat(description.execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(description.memo()).containsExactly(Map.entry("key", "\"value\""));
		handle.signal(OrderWorkflow::pay);
		Receipt receipt = handle.result();
		assertThat(receipt).isEqualTo(new Receipt("42", "orders", "value", Duration.ofHours(1)));
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@EngineTest
	void executesInOneCall(EngineRig rig) {
		WorkflowClient client = start(rig);
		String greeting = client.workflow(GreetingWorkflow::run, "World").id("greet-1").execute();
		assertThat(greeting).isEqualTo("Hello, World!");
	}

	@EngineTest
	void waitsForTheResultForATime(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<OrderWorkflow, Receipt> handle = start(client, "order-1");
		assertThatExceptionOfType(WorkflowResultTimeoutException.class)
			.isThrownBy(() -> handle.result(Duration.ofMillis(50)))
			.withMessageContaining("order-1");
		handle.signal(OrderWorkflow::pay);
		assertThat(handle.result(Duration.ofSeconds(20)).id()).isEqualTo("1");
	}

	@EngineTest
	void answersTheResultLater(EngineRig rig) throws Exception {
		WorkflowClient client = start(rig);
		WorkflowHandle<OrderWorkflow, Receipt> handle = start(client, "order-1");
		CompletableFuture<Receipt> result = handle.resultAsync();
		assertThat(result).isNotDone();
		handle.signal(OrderWorkflow::pay);
		assertThat(result.get(20, TimeUnit.SECONDS).id()).isEqualTo("1");
	}

	@EngineTest
	void readsTheResultAsAnotherType(EngineRig rig) {
		WorkflowClient client = start(rig);
		client.workflow(GreetingWorkflow::run, "World").id("greet-1").execute();
		assertThat(client.handle("greet-1").result(String.class)).isEqualTo("Hello, World!");
	}

	@EngineTest
	void anExecutionTimesOut(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<OrderWorkflow, Receipt> handle = client.workflow(OrderWorkflow::run, new Order("1", 1))
			.id("order-1")
			.executionTimeout(Duration.ofHours(1))
			.start();
		rig.advance(Duration.ofHours(1).minusNanos(1000));
		rig.awaitQuiet();
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofNanos(1000));
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		assertThat(failure.getCause()).isInstanceOf(TimeoutFailure.class);
	}

	@EngineTest
	void anIdOfAClosedExecutionMayBeUsedAgain(EngineRig rig) {
		WorkflowClient client = start(rig);
		client.workflow(GreetingWorkflow::run, "World").id("greet-1").execute();
		String again = client.workflow(GreetingWorkflow::run, "you")
			.id("greet-1")
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE)
			.execute();
		assertThat(again).isEqualTo("Hello, you!");
	}

	@EngineTest
	void anIdOfACompletedExecutionIsRefusedIfOnlyFailedOnesAreRepeated(EngineRig rig) {
		WorkflowClient client = start(rig);
		client.workflow(GreetingWorkflow::run, "World").id("greet-1").execute();
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> client.workflow(GreetingWorkflow::run, "you")
				.id("greet-1")
				.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
				.start())
			.withMessageContaining("greet-1");
	}

	@EngineTest
	void anIdOfAFailedExecutionIsRefusedIfDuplicatesAreRejected(EngineRig rig) {
		WorkflowClient client = start(rig);
		start(client, "order-1").terminate("by mistake");
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> client.workflow(OrderWorkflow::run, new Order("1", 1))
				.id("order-1")
				.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
				.start());
		WorkflowHandle<OrderWorkflow, Receipt> again = client.workflow(OrderWorkflow::run, new Order("1", 1))
			.id("order-1")
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
			.start();
		assertThat(again.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void anIdThatIsRunningIsRefused(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<OrderWorkflow, Receipt> running = start(client, "order-1");
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class).isThrownBy(() -> start(client, "order-1"))
			.satisfies((ex) -> {
				assertThat(ex.workflowId()).isEqualTo("order-1");
				assertThat(ex.runId()).isEqualTo(running.runId());
			});
	}

	@EngineTest
	void findsExecutionsById(EngineRig rig) {
		WorkflowClient client = start(rig);
		start(client, "order-42");
		WorkflowHandle<OrderWorkflow, Object> handle = client.handle(OrderWorkflow.class, "order-42");
		handle.signal(OrderWorkflow::pay);
		assertThat(handle.result()).isInstanceOfSatisfying(Receipt.class,
				(receipt) -> assertThat(receipt.id()).isEqualTo("42"));
	}

	@EngineTest
	void startsByName(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<Object, Receipt> handle = client.workflow("OrderWorkflow", Receipt.class, new Order("7", 1))
			.id("order-7")
			.start();
		handle.signal("pay");
		assertThat(handle.result().id()).isEqualTo("7");
		assertThat(client.workflow("GreetingWorkflow", String.class, "World").execute()).isEqualTo("Hello, World!");
	}

	@EngineTest
	void describesCancelsTerminatesAndTellsTheHistory(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<OrderWorkflow, Receipt> first = start(client, "order-1");
		WorkflowHandle<OrderWorkflow, Receipt> second = start(client, "order-2");
		first.cancel();
		WorkflowFailedException canceled = catchThrowableOfType(WorkflowFailedException.class, first::result);
		assertThat(canceled.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(canceled.getCause()).isInstanceOf(CanceledFailure.class);
		assertThat(first.history().events()).extracting("type")
			.containsExactly("WorkflowStarted", "CancelRequested", "WorkflowCanceled");
		second.terminate("not needed");
		WorkflowFailedException terminated = catchThrowableOfType(WorkflowFailedException.class, second::result);
		assertThat(terminated.status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(terminated.getCause()).isInstanceOf(TerminatedFailure.class).hasMessageContaining("not needed");
		assertThat(second.describe().execution().closedAt()).isNotNull();
	}

	private static WorkflowClient start(EngineRig rig) {
		rig.worker("orders", new WorkerSettings(2, 2));
		return rig.start(OrderWorkflow.class, GreetingWorkflow.class);
	}

	private static WorkflowHandle<OrderWorkflow, Receipt> start(WorkflowClient client, String id) {
		return client.workflow(OrderWorkflow::run, new Order(id.substring("order-".length()), 1)).id(id).start();
	}

	/** What is ordered. */
	public record Order(String id, int quantity) {
	}

	/** What came of it. */
	public record Receipt(String id, String taskQueue, String memo, Duration time) {
	}

	@Workflow
	public static class OrderWorkflow {

		private boolean paid;

		@WorkflowMethod
		public Receipt run(Order order) {
			Workflows.await(() -> this.paid);
			Instant deadline = Workflows.info().executionDeadline();
			return new Receipt(order.id(), Workflows.info().taskQueue(),
					Workflows.memo().get("key", String.class).orElse("none"),
					(deadline != null) ? Duration.between(Workflows.info().startedAt(), deadline) : Duration.ZERO);
		}

		@SignalMethod
		public void pay() {
			this.paid = true;
		}

	}

	@Workflow
	public static class GreetingWorkflow {

		@WorkflowMethod
		public String run(String name) {
			return "Hello, " + name + "!";
		}

	}

}
