package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/**
 * The result of one run was asked for, but that run has none: its execution went on as a
 * new run.
 */
public final class WorkflowContinuedAsNewException extends HoldfastException {

	private final String workflowId;

	private final String runId;

	private final String nextRunId;

	public WorkflowContinuedAsNewException(String workflowId, String runId, String nextRunId) {
		super("Run " + runId + " of workflow '" + workflowId + "' continued as new in run " + nextRunId
				+ ". Ask a handle without a run id for the result of the execution.", null);
		this.workflowId = workflowId;
		this.runId = runId;
		this.nextRunId = nextRunId;
	}

	public String workflowId() {
		return this.workflowId;
	}

	public String runId() {
		return this.runId;
	}

	/** The run that the execution went on as. */
	public String nextRunId() {
		return this.nextRunId;
	}

}
