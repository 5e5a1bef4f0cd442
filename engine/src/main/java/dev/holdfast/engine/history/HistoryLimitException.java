package dev.holdfast.engine.history;

/**
 * A task would make the history of its run longer than any may be. Nothing of the task is
 * written.
 */
public final class HistoryLimitException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public HistoryLimitException(String message) {
		super(message);
	}

}
