package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/**
 * There is no activity that waits for its completion from outside under this token or
 * these ids: it has closed, its attempt has ended, it never said that it would be
 * completed later, or its workflow has closed.
 */
public final class ActivityNotFoundException extends HoldfastException {

	private final String workflowId;

	private final long activityId;

	public ActivityNotFoundException(String workflowId, long activityId, String reason) {
		super("Activity " + activityId + " of workflow '" + workflowId + "' does not wait for a completion: " + reason
				+ ".", null);
		this.workflowId = workflowId;
		this.activityId = activityId;
	}

	public String workflowId() {
		return this.workflowId;
	}

	public long activityId() {
		return this.activityId;
	}

}
