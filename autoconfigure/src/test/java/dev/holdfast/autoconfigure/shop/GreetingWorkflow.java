package dev.holdfast.autoconfigure.shop;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

@Workflow
public class GreetingWorkflow {

	private final Greetings greetings;

	public GreetingWorkflow(Greetings greetings) {
		this.greetings = greetings;
	}

	@WorkflowMethod
	public String run(String name) {
		return this.greetings.greet(name);
	}

}
