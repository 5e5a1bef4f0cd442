package dev.holdfast.failure;

/**
 * Work was cancelled. In a workflow it is thrown by blocking calls once cancellation is
 * requested; an execution closes as cancelled only if this failure propagates out of the
 * workflow method.
 */
public final class CanceledFailure extends WorkflowFailure {

	public CanceledFailure(String reason) {
		super(reason, reason.isEmpty() ? "Cancelled" : "Cancelled: " + reason, null, null);
	}

}
