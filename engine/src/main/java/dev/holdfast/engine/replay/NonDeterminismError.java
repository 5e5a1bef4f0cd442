package dev.holdfast.engine.replay;

/**
 * Code and history do not match. An error, so that user code does not catch it; it fails
 * the workflow task and never the execution.
 */
public final class NonDeterminismError extends Error {

	private static final long serialVersionUID = 1L;

	private final long eventId;

	private final String expected;

	private final String actual;

	NonDeterminismError(long eventId, String expected, String actual) {
		super("The workflow code does not match its history at event " + eventId + ": the history has " + expected
				+ ", the code did " + actual
				+ ". Restore the order of what the code does, or keep the old code for executions that began with it.");
		this.eventId = eventId;
		this.expected = expected;
		this.actual = actual;
	}

	/** The number of the event at which they part. */
	public long eventId() {
		return this.eventId;
	}

	/** What the history has there. */
	public String expected() {
		return this.expected;
	}

	/** What the code did instead. */
	public String actual() {
		return this.actual;
	}

}
