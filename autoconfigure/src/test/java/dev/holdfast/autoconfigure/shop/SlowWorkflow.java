package dev.holdfast.autoconfigure.shop;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

@Workflow
public class SlowWorkflow {

	private final Greetings greetings;

	public SlowWorkflow(Greetings greetings) {
		this.greetings = greetings;
	}

	@WorkflowMethod
	public String run(long millis) {
		return this.greetings.slow(millis);
	}

}
