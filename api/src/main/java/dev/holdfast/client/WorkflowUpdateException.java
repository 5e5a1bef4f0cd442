package dev.holdfast.client;

import dev.holdfast.HoldfastException;
import dev.holdfast.failure.WorkflowFailure;
import org.jspecify.annotations.Nullable;

/**
 * An update has no result. The cause, if there is one, says why: what the validator or
 * the handler threw.
 */
public final class WorkflowUpdateException extends HoldfastException {

	private final String workflowId;

	private final String updateId;

	private final Reason reason;

	/** Why there is no result. */
	public enum Reason {

		/** The run did not accept it; it changed nothing, and the history has nothing. */
		REJECTED,
		/** Its handler failed. */
		FAILED,
		/** The run closed before the update completed. */
		EXECUTION_CLOSED,
		/** The run knows no update with this id. */
		NOT_FOUND

	}

	public WorkflowUpdateException(String workflowId, String updateId, Reason reason, String message,
			@Nullable WorkflowFailure cause) {
		super(message, cause);
		this.workflowId = workflowId;
		this.updateId = updateId;
		this.reason = reason;
	}

	public String workflowId() {
		return this.workflowId;
	}

	public String updateId() {
		return this.updateId;
	}

	public Reason reason() {
		return this.reason;
	}

}
