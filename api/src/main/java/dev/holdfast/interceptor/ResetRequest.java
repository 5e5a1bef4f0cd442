package dev.holdfast.interceptor;

/**
 * A client that wants a run to go on from an earlier event of it. The reason may be
 * changed.
 *
 * @param workflowId of which workflow
 * @param runId which run of it
 * @param toEventId the last event that is kept
 * @param reason why
 */
public record ResetRequest(String workflowId, String runId, long toEventId, String reason) {

	/** The same request for another reason. */
	public ResetRequest withReason(String reason) {
		return new ResetRequest(this.workflowId, this.runId, this.toEventId, reason);
	}

}
