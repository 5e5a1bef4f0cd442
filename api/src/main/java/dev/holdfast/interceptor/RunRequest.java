package dev.holdfast.interceptor;

/**
 * What a client wants of a run: that it is cancelled or terminated. The reason may be
 * changed.
 *
 * @param workflowId of which workflow
 * @param runId of which run of it
 * @param reason why
 */
public record RunRequest(String workflowId, String runId, String reason) {

	/** The same request for another reason. */
	public RunRequest withReason(String reason) {
		return new RunRequest(this.workflowId, this.runId, reason);
	}

}
