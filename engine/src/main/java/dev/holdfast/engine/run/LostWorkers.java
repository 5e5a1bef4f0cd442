package dev.holdfast.engine.run;

import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.store.Claims;
import org.jspecify.annotations.Nullable;

/**
 * The failure of attempts whose nodes are gone. It counts them, so that an activity that
 * ends whatever process makes it does not end all of them.
 */
final class LostWorkers {

	private static final String TYPE = "WorkerLost";

	private LostWorkers() {
	}

	/** How many nodes in a row were gone when the last attempt failed with this. */
	static int inARow(@Nullable FailureRecord last) {
		return (last != null && last.kind() == FailureRecord.Kind.APPLICATION && TYPE.equals(last.type()))
				? last.attempts() : 0;
	}

	/**
	 * What an attempt fails with.
	 * @param inARow how many nodes in a row are gone that had not said that they stop
	 */
	static FailureRecord failure(int inARow) {
		if (inARow < Claims.MAX_TAKEOVERS) {
			return Failures.application(TYPE, "The node that ran the attempt is gone").withAttempts(inARow);
		}
		return Failures
			.application(TYPE,
					"The nodes that ran the last " + inARow + " attempts are gone, and the activity did not get on"
							+ " in between: it seems to end the process. Look for what exits, or takes all memory")
			.withAttempts(inARow)
			.asNonRetryable();
	}

}
