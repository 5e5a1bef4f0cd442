package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** A client was used in workflow code, where it would run again with every replay. */
public final class ClientInWorkflowException extends HoldfastException {

	public ClientInWorkflowException(String call, String instead) {
		super((call.contains(".") ? call : "WorkflowClient." + call)
				+ " must not be called from workflow code: it would be repeated whenever the"
				+ " history is replayed. Use " + instead + " instead, or call the client in an activity.", null);
	}

}
