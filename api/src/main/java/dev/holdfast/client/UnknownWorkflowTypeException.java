package dev.holdfast.client;

import java.util.Collection;

import dev.holdfast.HoldfastException;

/**
 * A workflow, a signal or a workflow method was named that this application does not
 * have.
 */
public final class UnknownWorkflowTypeException extends HoldfastException {

	public UnknownWorkflowTypeException(String what, Collection<String> known) {
		super(what + " Known are: " + (known.isEmpty() ? "none" : String.join(", ", known)) + ".", null);
	}

}
