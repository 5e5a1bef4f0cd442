package dev.holdfast;

import org.jspecify.annotations.Nullable;

/**
 * The base of what Holdfast throws when it is used in a way that cannot work: unknown
 * ids, unreadable payloads, calls in the wrong place. Nothing has been written when one
 * is thrown. What happens <em>inside</em> workflows and activities is a
 * {@link dev.holdfast.failure.WorkflowFailure} instead.
 */
public abstract class HoldfastException extends RuntimeException {

	protected HoldfastException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
