package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/** A workflow execution was terminated from outside; its code had no part in it. */
public final class TerminatedFailure extends WorkflowFailure {

	public TerminatedFailure(String reason) {
		this(reason, null, null);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public TerminatedFailure(String reason, @Nullable String originalStackTrace, @Nullable Throwable cause) {
		super(reason, reason.isEmpty() ? "Terminated" : "Terminated: " + reason, originalStackTrace, cause);
	}

}
