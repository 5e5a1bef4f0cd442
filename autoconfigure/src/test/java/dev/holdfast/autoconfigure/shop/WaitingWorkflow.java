package dev.holdfast.autoconfigure.shop;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Waits for a signal, and answers what it was given. */
@Workflow(description = "Waits to be told")
public class WaitingWorkflow {

	private final List<String> given = new ArrayList<>();

	@WorkflowMethod
	public String run(String secret) {
		Workflows.currentDetails("confidential four");
		Workflows.await(() -> !this.given.isEmpty());
		return String.join(",", this.given);
	}

	@SignalMethod(description = "Lets it end")
	public void go(String what, int times) {
		this.given.add(what.repeat(times));
	}

}
