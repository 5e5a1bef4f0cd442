package dev.holdfast.engine.replay;

import java.util.List;

import dev.holdfast.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Code and history do not match. An error, so that user code does not catch it; it fails
 * the workflow task and never the execution. The message has both side by side.
 */
public final class NonDeterminismError extends Error {

	private static final long serialVersionUID = 1L;

	private final HistoryDiff diff;

	NonDeterminismError(HistoryDiff diff) {
		super("The workflow code does not match its history at event " + diff.eventId() + ": the history has "
				+ diff.expected() + ", the code did " + diff.actual());
		this.diff = diff.at(place(getStackTrace()));
	}

	NonDeterminismError(long eventId, String expected, String actual, List<HistoryEvent> before,
			List<HistoryEvent> following) {
		this(HistoryDiff.of(eventId, expected, actual, before, following));
	}

	private static @Nullable String place(StackTraceElement[] stackTrace) {
		for (StackTraceElement element : stackTrace) {
			if (TaskFailedException.isOfTheApplication(element)) {
				return element.toString();
			}
		}
		return null;
	}

	/** The number of the event at which they part. */
	public long eventId() {
		return this.diff.eventId();
	}

	/** What the history has there. */
	public String expected() {
		return this.diff.expected();
	}

	/** What the code did instead. */
	public String actual() {
		return this.diff.actual();
	}

	/** Both side by side. */
	public HistoryDiff diff() {
		return this.diff;
	}

	@Override
	public String getMessage() {
		String place = this.diff.place();
		return super.getMessage() + ((place != null) ? " (at " + place + ")" : "") + ".\n" + this.diff.table() + '\n'
				+ this.diff.remedy();
	}

}
