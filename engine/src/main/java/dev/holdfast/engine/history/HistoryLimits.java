package dev.holdfast.engine.history;

/**
 * How long a history may become.
 */
public final class HistoryLimits {

	/** With so many events a new run is suggested. */
	public static final long SUGGESTED_EVENTS = 4_096;

	/** With so many bytes a new run is suggested. */
	public static final long SUGGESTED_BYTES = 4L * 1024 * 1024;

	/** No run has more events. */
	public static final long MAX_EVENTS = 51_200;

	/** No run has more bytes. */
	public static final long MAX_BYTES = 50L * 1024 * 1024;

	/** No task adds more bytes. */
	public static final long MAX_TASK_BYTES = 16L * 1024 * 1024;

	private HistoryLimits() {
	}

}
