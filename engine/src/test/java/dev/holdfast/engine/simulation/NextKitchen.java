package dev.holdfast.engine.simulation;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.Workflows;

/** What the next build begins with, which the one before does not know. */
@Workflow(name = "Kitchen", version = 1)
public class NextKitchen extends ChangedKitchen {

	@Override
	void prepare() {
		Workflows.sideEffect(String.class, () -> "prepared");
	}

}
