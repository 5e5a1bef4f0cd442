package dev.holdfast.engine.history;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * A stored history cannot be read: an event is unknown, damaged or missing. The run
 * becomes stuck.
 */
public sealed class UnreadableHistoryException extends HoldfastException permits NewerHistoryException {

	public UnreadableHistoryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
