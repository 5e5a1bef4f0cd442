package dev.holdfast.autoconfigure.shop;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

@Workflow
public class PurchaseWorkflow {

	private final Greetings greetings;

	public PurchaseWorkflow(Greetings greetings) {
		this.greetings = greetings;
	}

	@WorkflowMethod
	public String run(String id) {
		return this.greetings.buy(id);
	}

}
