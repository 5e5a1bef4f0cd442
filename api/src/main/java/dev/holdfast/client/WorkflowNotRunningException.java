package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** An execution was to receive a message, but it has closed. */
public final class WorkflowNotRunningException extends HoldfastException {

	private final String workflowId;

	private final WorkflowStatus status;

	public WorkflowNotRunningException(String workflowId, WorkflowStatus status) {
		super("Workflow '" + workflowId + "' has closed (" + status + "), so the message was not delivered.", null);
		this.workflowId = workflowId;
		this.status = status;
	}

	public String workflowId() {
		return this.workflowId;
	}

	public WorkflowStatus status() {
		return this.status;
	}

}
