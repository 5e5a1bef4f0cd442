package dev.holdfast.engine.run;

import java.util.concurrent.CompletableFuture;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/** What a run is told, in the order in which it is told. */
sealed interface Mail {

	/** A message from the inbox of the run. */
	record Message(StoredMessage message) implements Mail {
	}

	/** An attempt ended. */
	record AttemptEnded(Attempt attempt, AttemptOutcome outcome) implements Mail {
	}

	/** A timeout of an attempt passed. */
	record AttemptTimedOut(Attempt attempt, TimeoutType timeout) implements Mail {
	}

	/** An attempt is alive, and may have details to keep. */
	record Heartbeat(Attempt attempt, byte @Nullable [] details) implements Mail {
	}

	/** An attempt is completed from outside. */
	record CompletesLater(Attempt attempt) implements Mail {
	}

	/** An attempt waits for a slot of this node, and another node might make it. */
	record MayGoElsewhere(Attempt attempt) implements Mail {
	}

	/** Something may be due. */
	record Tick() implements Mail {
	}

	/**
	 * Somebody asks a query.
	 *
	 * @param waited whether it has waited for the messages that were sent before it
	 */
	record Query(String name, byte[] arguments, CompletableFuture<byte[]> answer, boolean waited) implements Mail {

		Query hasWaited() {
			return new Query(this.name, this.arguments, this.answer, true);
		}
	}

	/**
	 * The run should leave this node: if it has nothing in flight, or in any case.
	 */
	record Release(boolean inAnyCase) implements Mail {
	}

}
