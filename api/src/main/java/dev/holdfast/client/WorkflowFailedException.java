package dev.holdfast.client;

import dev.holdfast.HoldfastException;
import dev.holdfast.failure.WorkflowFailure;

/**
 * The result of an execution was asked for, but it closed without one. The cause says
 * why.
 */
public final class WorkflowFailedException extends HoldfastException {

	private final String workflowId;

	private final String runId;

	private final WorkflowStatus status;

	public WorkflowFailedException(String workflowId, String runId, String workflowType, WorkflowStatus status,
			WorkflowFailure cause) {
		super("Workflow " + workflowType + " '" + workflowId + "' (run " + runId + ") closed as " + status, cause);
		this.workflowId = workflowId;
		this.runId = runId;
		this.status = status;
	}

	public String workflowId() {
		return this.workflowId;
	}

	public String runId() {
		return this.runId;
	}

	public WorkflowStatus status() {
		return this.status;
	}

}
