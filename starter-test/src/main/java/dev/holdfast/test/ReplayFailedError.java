package dev.holdfast.test;

import org.jspecify.annotations.Nullable;

/**
 * Code and history part: an execution with this history could not go on with this code,
 * or would go on with something else than it began with. The cause, if there is one, says
 * where in the code.
 */
public final class ReplayFailedError extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final long eventId;

	private final String expected;

	private final String found;

	ReplayFailedError(String where, long eventId, String expected, String found, String remedy,
			@Nullable Throwable cause) {
		super(String.format("%s at event %d:%n  the history has: %s%n  the code has:    %s%n%s", where, eventId,
				expected, found, remedy), cause);
		this.eventId = eventId;
		this.expected = expected;
		this.found = found;
	}

	/** The number of the event at which they part; one more than there are at the end. */
	public long eventId() {
		return this.eventId;
	}

	/** What the history has there. */
	public String expected() {
		return this.expected;
	}

	/** What the code did instead. */
	public String found() {
		return this.found;
	}

}
