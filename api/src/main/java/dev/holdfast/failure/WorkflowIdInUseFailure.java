package dev.holdfast.failure;

/**
 * A child workflow was not started, because an execution with its id is running or the
 * policies forbid it.
 */
public final class WorkflowIdInUseFailure extends WorkflowFailure {

	private final String workflowId;

	public WorkflowIdInUseFailure(String workflowId) {
		super("Workflow id in use", "An execution with the id '" + workflowId
				+ "' is running already. Choose another id for the child workflow.", null, null);
		this.workflowId = workflowId;
	}

	public String workflowId() {
		return this.workflowId;
	}

}
