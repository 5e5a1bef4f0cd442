package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityBackedOff;
import org.jspecify.annotations.Nullable;

/**
 * A local activity that has not closed. No event began it: the code calls it again on
 * replay, and it is known by its number among the local activities of the run.
 */
public final class PendingLocal {

	private final PendingItem<ActivityScheduled> item;

	private final long retryThreshold;

	private @Nullable LocalActivityBackedOff wait;

	PendingLocal(PendingItem<ActivityScheduled> item, long retryThreshold) {
		this.item = item;
		this.retryThreshold = retryThreshold;
	}

	/** Its number among the local activities of the run, from 1. */
	public long id() {
		return this.item.id();
	}

	/** What was asked for. */
	public ActivityScheduled scheduled() {
		return this.item.attributes();
	}

	/** Its arguments, as JSON. */
	public byte @Nullable [] arguments() {
		return this.item.data();
	}

	/** The longest delay that is not durable, in microseconds. */
	public long retryThreshold() {
		return this.retryThreshold;
	}

	/**
	 * The latest durable wait for a further attempt, or {@code null} if there was none.
	 */
	public @Nullable LocalActivityBackedOff backedOff() {
		return this.wait;
	}

	/** Why it shall stop, or {@code null} if it need not. */
	public @Nullable String cancelReason() {
		return this.item.cancelReason();
	}

	void backOff(LocalActivityBackedOff backedOff) {
		this.wait = backedOff;
	}

	PendingItem<ActivityScheduled> item() {
		return this.item;
	}

}
