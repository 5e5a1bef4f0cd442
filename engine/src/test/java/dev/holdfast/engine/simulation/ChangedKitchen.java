package dev.holdfast.engine.simulation;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.Workflows;

/** What has become of it in the next build: a change has one more version. */
@Workflow(name = "Kitchen")
public class ChangedKitchen extends Kitchen {

	private static final int NEWEST = 3;

	@Override
	int change(String id) {
		int version = Workflows.version(id, 1, NEWEST);
		if (version == NEWEST) {
			Workflows.sideEffect(String.class, () -> "as it is done now");
		}
		return version;
	}

}
