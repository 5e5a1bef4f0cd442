package dev.holdfast.workflow;

import dev.holdfast.HoldfastException;

/**
 * A search attribute has a name, a value or a size that it may not have, or a type other
 * than the one it is read as. Nothing was written.
 */
public final class InvalidSearchAttributeException extends HoldfastException {

	private final String name;

	public InvalidSearchAttributeException(String name, String message) {
		super(message, null);
		this.name = name;
	}

	/** The name of the attribute. */
	public String name() {
		return this.name;
	}

}
