package dev.holdfast.engine.history;

/**
 * A stored history has what only a newer version writes. The run is left to nodes that
 * have it.
 */
public final class NewerHistoryException extends UnreadableHistoryException {

	public NewerHistoryException(String message) {
		super(message, null);
	}

}
