package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class CancellationExampleTests {

	@EngineTest
	void endsInOrderBetweenTwoSteps(EngineRig rig) {
		WorkflowClient client = rig.start(NewsletterWorkflow.class);
		WorkflowHandle<NewsletterWorkflow, String> handle = client
			.workflow(NewsletterWorkflow::run, List.of("ann", "bob", "cy"))
			.start();
		rig.awaitQuiet();
		assertThat(handle.query(NewsletterWorkflow::state)).isEqualTo("sending");
		rig.advance(Duration.ofHours(1));
		rig.awaitQuiet();
		handle.cancel("typo in the headline");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("1 sent, then: typo in the headline");
		assertThat(handle.query(NewsletterWorkflow::state)).isEqualTo("stopped: typo in the headline");
	}

	// tag::looking[]
	@Workflow
	public static class NewsletterWorkflow {

		@WorkflowMethod
		public String run(List<String> readers) {
			Promise<String> cancellation = Workflows.currentScope().cancellation();
			int sent = 0;
			for (String reader : readers) {
				Promise<String> pause = Workflows.timer(Duration.ofHours(1)).thenApply((nothing) -> reader);
				Promise.anyOf(pause, cancellation).get(); // does not throw
				if (cancellation.isCompleted()) {
					return sent + " sent, then: " + cancellation.get();
				}
				sent++;
			}
			return "all sent";
		}

		@QueryMethod
		public String state() {
			return Workflows.currentScope().reason().map((reason) -> "stopped: " + reason).orElse("sending");
		}

	}
	// end::looking[]

}
