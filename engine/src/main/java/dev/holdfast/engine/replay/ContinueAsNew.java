package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;

/**
 * Leaves the workflow method to go on as a new run. No failure, but an error, so that
 * user code does not catch it; only the engine handles it.
 */
final class ContinueAsNew extends Error {

	private static final long serialVersionUID = 1L;

	private final transient WorkflowContinuedAsNew attributes;

	private final transient byte[] arguments;

	ContinueAsNew(WorkflowContinuedAsNew attributes, byte[] arguments) {
		super("The workflow goes on as a new run. This is no failure: let it pass.", null, false, false);
		this.attributes = attributes;
		this.arguments = arguments;
	}

	WorkflowContinuedAsNew attributes() {
		return this.attributes;
	}

	byte[] arguments() {
		return this.arguments;
	}

}
