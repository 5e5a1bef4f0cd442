package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** A query was not asked, because of the state of the execution. */
public final class WorkflowQueryRejectedException extends HoldfastException {

	private final WorkflowStatus status;

	public WorkflowQueryRejectedException(String workflowId, WorkflowStatus status, QueryRejectCondition condition) {
		super("Workflow '" + workflowId + "' was not asked, because it is " + status
				+ " and the query is to be rejected if " + condition + ".", null);
		this.status = status;
	}

	/** The status of the execution. */
	public WorkflowStatus status() {
		return this.status;
	}

}
