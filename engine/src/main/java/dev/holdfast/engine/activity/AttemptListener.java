package dev.holdfast.engine.activity;

import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/** Who asked for an attempt and is told about it. Must not block. */
public interface AttemptListener {

	/** It has ended. */
	void ended(Attempt attempt, AttemptOutcome outcome);

	/** A timeout of it has passed; what it does from now on does not count. */
	void timedOut(Attempt attempt, TimeoutType timeout);

	/**
	 * It is alive, and may have details that should be kept for the next attempt. Called
	 * no more often than is worth writing down.
	 */
	void heartbeat(Attempt attempt, byte @Nullable [] details);

	/**
	 * It has waited for a slot of this node for long, and another node might make it.
	 */
	default void mayGoElsewhere(Attempt attempt) {
	}

	/**
	 * It is completed from outside. Once that is written down, {@link Attempt#handOver()}
	 * is called.
	 */
	void completesLater(Attempt attempt);

}
