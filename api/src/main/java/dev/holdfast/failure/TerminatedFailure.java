package dev.holdfast.failure;

/** A workflow execution was terminated from outside; its code had no part in it. */
public final class TerminatedFailure extends WorkflowFailure {

	public TerminatedFailure(String reason) {
		super(reason, reason.isEmpty() ? "Terminated" : "Terminated: " + reason, null, null);
	}

}
