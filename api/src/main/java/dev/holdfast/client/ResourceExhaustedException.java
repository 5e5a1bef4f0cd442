package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** A limit is reached; nothing was written. Try again when there is less to do. */
public final class ResourceExhaustedException extends HoldfastException {

	public ResourceExhaustedException(String message) {
		super(message, null);
	}

}
