package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * A request of workflow code that another workflow is cancelled. The reason may be
 * changed.
 *
 * @param workflowId which workflow
 * @param runId which run of it, or {@code null} for the one that is current
 * @param reason why
 */
public record CancelRequest(String workflowId, @Nullable String runId, String reason) {

	/** The same request for another reason. */
	public CancelRequest withReason(String reason) {
		return new CancelRequest(this.workflowId, this.runId, reason);
	}

}
