package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/**
 * An update was waited for, and did not come far enough in time. It was requested, and
 * may still be handled; ask again with {@link WorkflowHandle#updateHandle}.
 */
public final class WorkflowUpdateTimeoutException extends HoldfastException {

	private final String updateId;

	public WorkflowUpdateTimeoutException(String updateId, String message) {
		super(message, null);
		this.updateId = updateId;
	}

	public String updateId() {
		return this.updateId;
	}

}
