package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ChildWorkflowsExampleTests {

	@EngineTest
	void fansOutAndIn(EngineRig rig) {
		WorkflowClient client = start(rig);
		List<Item> items = Stream.of("a", "b", "c", "d", "e").map((id) -> new Item(id, false)).toList();
		assertThat(client.workflow(FanOutWorkflow::run, items).id("parent").execute()).containsExactly(
				new Result("a", "default"), new Result("b", "default"), new Result("c", "default"),
				new Result("d", "default"), new Result("e", "default"));
		assertThat(client.handle("child-c").describe().execution().parentWorkflowId()).isEqualTo("parent");
	}

	@EngineTest
	void startsAChildWithOptions(EngineRig rig) {
		WorkflowClient client = start(rig);
		assertThat(client.workflow(OneChildWorkflow::run, new Item("x", false)).id("parent").execute())
			.isEqualTo(new Result("x", "child-queue"));
		WorkflowDescription child = client.handle("child-workflow-id").describe();
		assertThat(child.execution().taskQueue()).isEqualTo("child-queue");
		assertThat(child.execution().workflowType()).isEqualTo("ProcessItemWorkflow");
	}

	@EngineTest
	void aChildIsTerminatedWithItsParent(EngineRig rig) {
		WorkflowClient client = start(rig);
		WorkflowHandle<?, Result> parent = client.workflow(OneChildWorkflow::run, new Item("x", true))
			.id("parent")
			.start();
		rig.awaitQuiet();
		WorkflowHandle<?, ?> child = client.handle("child-workflow-id");
		assertThat(child.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		parent.terminate("not needed");
		EngineRig.await(() -> child.describe().execution().status() == WorkflowStatus.TERMINATED);
	}

	@EngineTest
	void aChildTimesOut(EngineRig rig) {
		WorkflowClient client = start(rig);
		client.workflow(OneChildWorkflow::run, new Item("x", true)).id("parent").start();
		rig.advance(Duration.ofMinutes(10));
		rig.awaitQuiet();
		assertThat(client.handle("child-workflow-id").describe().execution().status())
			.isEqualTo(WorkflowStatus.TIMED_OUT);
		EngineRig.await(() -> client.handle("parent").describe().execution().status() == WorkflowStatus.FAILED);
	}

	private static WorkflowClient start(EngineRig rig) {
		rig.worker("child-queue", new WorkerSettings(2, 2));
		return rig.start(FanOutWorkflow.class, OneChildWorkflow.class, ProcessItemWorkflow.class);
	}

	/** What is processed. */
	public record Item(String id, boolean slow) {
	}

	/** What came of it. */
	public record Result(String id, String taskQueue) {
	}

	@Workflow
	public static class FanOutWorkflow {

		@WorkflowMethod
		public List<Result> run(List<Item> items) {
			List<Promise<Result>> results = items.stream()
				.map((item) -> Workflows.child(ProcessItemWorkflow::run, item).id("child-" + item.id()).async())
				.toList();
			Promise.allOf(results).get(); // fan-out, fan-in
			return results.stream().map(Promise::get).toList();
		}

	}

	@Workflow
	public static class OneChildWorkflow {

		@WorkflowMethod
		public Result run(Item item) {
			Result one = Workflows.child(ProcessItemWorkflow::run, item)
				.id("child-workflow-id")
				.taskQueue("child-queue")
				.executionTimeout(Duration.ofMinutes(10))
				.parentClosePolicy(ParentClosePolicy.TERMINATE)
				.execute();
			return one;
		}

	}

	@Workflow
	public static class ProcessItemWorkflow {

		@WorkflowMethod
		public Result run(Item item) {
			Workflows.sleep(item.slow() ? Duration.ofHours(1) : Duration.ZERO);
			return new Result(item.id(), Workflows.info().taskQueue());
		}

	}

}
