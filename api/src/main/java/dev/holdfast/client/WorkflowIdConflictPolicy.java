package dev.holdfast.client;

/** What a start does when an execution with its id is running. */
public enum WorkflowIdConflictPolicy {

	/** It throws {@link WorkflowAlreadyStartedException}. */
	FAIL,
	/** It answers a handle to the running execution and starts nothing. */
	USE_EXISTING,
	/** It terminates the running execution and starts a new one. */
	TERMINATE_EXISTING

}
