package dev.holdfast.engine.replay;

import java.time.Duration;

/**
 * The code of a workflow kept its thread for too long: it loops, or does what belongs
 * into an activity. The stack trace is that of the code.
 */
public final class TaskTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean counted;

	TaskTimeoutException(KeptThread kept, Duration limit) {
		this("The workflow code (" + kept.what() + ") took more than " + seconds(limit) + " without yielding; it "
				+ kept.describe()
				+ "\nBlocking calls and long computations belong into an activity; to wait, use Workflows.sleep or"
				+ " Workflows.await.", true);
		setStackTrace(kept.stack().toArray(StackTraceElement[]::new));
	}

	private TaskTimeoutException(String message, boolean counted) {
		super(message);
		this.counted = counted;
	}

	/** The coroutines of a task yield to one another, and never come to an end. */
	static TaskTimeoutException inCircles(Duration limit) {
		return new TaskTimeoutException("The workflow code went on for more than " + seconds(limit)
				+ " without waiting for anything. Does it loop over Workflows.sleep(Duration.ZERO), or do its"
				+ " coroutines wake each other?", true);
	}

	/** Code of an earlier try is at it yet. */
	static TaskTimeoutException stillRunning(String where) {
		return new TaskTimeoutException("The workflow code of an earlier try, which took too long, is still running."
				+ " The task is tried again when it has ended; it " + where, true);
	}

	/** Too much code of the type is at it yet. */
	static TaskTimeoutException noRoom(String workflowType) {
		return new TaskTimeoutException(
				"On this node, " + CodeWatch.GIVEN_UP_PER_TYPE + " threads are held by code of " + workflowType
						+ " that took too long, so no more code of this type begins until one of them ends."
						+ " Deploy a corrected version; this execution has done nothing wrong and goes on then.",
				false);
	}

	/** Whether the run itself is to blame. */
	boolean isCounted() {
		return this.counted;
	}

	private static String seconds(Duration limit) {
		return limit.toMillis() / 1000.0 + " s";
	}

}
