package dev.holdfast.engine.replay;

import java.time.Duration;

/**
 * The code of a workflow ran for too long without blocking: it loops, or does what
 * belongs into an activity. The stack trace is that of the code.
 */
public final class TaskTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TaskTimeoutException(String coroutine, Duration limit, StackTraceElement[] position) {
		super("The workflow code (" + coroutine + ") ran for more than " + limit
				+ " without blocking. Does it loop, or do what belongs into an activity?");
		setStackTrace(position);
	}

	TaskTimeoutException() {
		super("The workflow code of an earlier try, which ran for too long without blocking, is still running. The"
				+ " task is tried again when it has ended.");
	}

}
