package dev.holdfast.client;

/** Whether an id may be used again after an execution with it has closed. */
public enum WorkflowIdReusePolicy {

	/** It may. */
	ALLOW_DUPLICATE,
	/** It may, unless the last execution completed. */
	ALLOW_DUPLICATE_FAILED_ONLY,
	/** It may not, as long as the closed execution is kept. */
	REJECT_DUPLICATE

}
