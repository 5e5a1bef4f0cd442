package dev.holdfast.client;

import java.time.Duration;

import dev.holdfast.HoldfastException;

/**
 * The result of an execution was waited for, and did not come in time. The execution goes
 * on.
 */
public final class WorkflowResultTimeoutException extends HoldfastException {

	public WorkflowResultTimeoutException(String workflowId, Duration timeout) {
		super("Workflow '" + workflowId + "' has not closed within " + timeout + ". It goes on; ask again later.",
				null);
	}

}
