package dev.holdfast.engine.examples;

import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientInWorkflowExampleTests {

	@EngineTest
	void aCallFromWorkflowCodeIsRefusedWithTheNameOfItsTwin(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(SmugglingWorkflow.class);
		SmugglingWorkflow.SMUGGLED.set(client);
		WorkflowHandle<SmugglingWorkflow, @Nullable Void> handle = client.workflow(SmugglingWorkflow::run, "other")
			.id("smuggling")
			.start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		assertThat(handle.describe().lastTaskFailure()).contains("must not be called from workflow code")
			.contains("Workflows.child");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> client.handle("other"));
	}

	@Workflow
	public static class SmugglingWorkflow {

		static final AtomicReference<WorkflowClient> SMUGGLED = new AtomicReference<>();

		@WorkflowMethod
		public void run(String other) {
			SMUGGLED.get().workflow(SmugglingWorkflow::run, "another").id(other).start();
		}

	}

}
