package dev.holdfast.benchmarks.workflows;

import java.time.Duration;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Lets go of its turn so many times. */
@Workflow
public class YieldWorkflow {

	@WorkflowMethod
	void run(int turns) {
		for (int i = 0; i < turns; i++) {
			Workflows.sleep(Duration.ZERO);
		}
	}

}
