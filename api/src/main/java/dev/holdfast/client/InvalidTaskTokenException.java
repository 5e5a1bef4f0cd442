package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** What was given as a task token is none. */
public final class InvalidTaskTokenException extends HoldfastException {

	public InvalidTaskTokenException() {
		super("This is no task token. Pass on what Activities.completeLater() answered, unchanged.", null);
	}

}
