package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/**
 * Work was cancelled. In a workflow it is thrown by blocking calls once cancellation is
 * requested; an execution closes as cancelled only if this failure propagates out of the
 * workflow method.
 */
public final class CanceledFailure extends WorkflowFailure {

	public CanceledFailure(String reason) {
		this(reason, null, null);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public CanceledFailure(String reason, @Nullable String originalStackTrace, @Nullable Throwable cause) {
		super(reason, reason.isEmpty() ? "Cancelled" : "Cancelled: " + reason, originalStackTrace, cause);
	}

}
