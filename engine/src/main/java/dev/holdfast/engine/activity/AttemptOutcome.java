package dev.holdfast.engine.activity;

import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.store.StoredMessage;

/** How an attempt of an activity ended. */
public sealed interface AttemptOutcome {

	/** It returned. */
	record Completed(byte[] result) implements AttemptOutcome {
	}

	/** It threw. */
	record Failed(FailureRecord failure) implements AttemptOutcome {
	}

	/**
	 * Its effect and its result are committed; this is the message that carries the
	 * result.
	 */
	record Committed(StoredMessage message) implements AttemptOutcome {
	}

	/**
	 * Its transaction was rolled back, because the activity is not this attempt's any
	 * more: another attempt has completed it, or another node has the run.
	 */
	record Superseded() implements AttemptOutcome {
	}

}
