package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** There is no execution with this id, or none with this run. */
public final class WorkflowNotFoundException extends HoldfastException {

	private final String workflowId;

	public WorkflowNotFoundException(String workflowId) {
		super("There is no workflow execution with the id '" + workflowId + "'. Check the id.", null);
		this.workflowId = workflowId;
	}

	public String workflowId() {
		return this.workflowId;
	}

}
