package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** A workflow was not started, because its id is in use or must not be used again. */
public final class WorkflowAlreadyStartedException extends HoldfastException {

	private final String workflowId;

	private final String runId;

	public WorkflowAlreadyStartedException(String workflowId, String runId, String reason) {
		super("Workflow '" + workflowId + "' was not started: " + reason, null);
		this.workflowId = workflowId;
		this.runId = runId;
	}

	public String workflowId() {
		return this.workflowId;
	}

	/** The run that has the id. */
	public String runId() {
		return this.runId;
	}

}
