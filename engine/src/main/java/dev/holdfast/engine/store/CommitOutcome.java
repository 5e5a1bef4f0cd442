package dev.holdfast.engine.store;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link RunCommit}.
 *
 * @param kind what
 * @param undelivered when refused: all messages that wait for the run; when committed:
 * messages from the commit itself to this run
 * @param notStarted ids of children that were not started, because their ids are in use
 * @param delivered when committed: messages from the commit to executions of which it
 * knew only the workflow id
 * @param reason when rejected: why
 */
public record CommitOutcome(Kind kind, List<StoredMessage> undelivered, Set<String> notStarted,
		List<StoredMessage> delivered, @Nullable String reason) {

	CommitOutcome(Kind kind, List<StoredMessage> undelivered, Set<String> notStarted) {
		this(kind, undelivered, notStarted, List.of(), null);
	}

	/** The kinds of outcomes. */
	public enum Kind {

		/** It is written. */
		COMMITTED,
		/** The run is not this node's any more; nothing was written. */
		FENCED,
		/**
		 * The run was to close, but has messages that it has not seen, or it was to take
		 * up messages that it has taken up before; nothing was written.
		 */
		REFUSED,
		/**
		 * The run was to close, but a sender is at work, or it sends to an execution that
		 * is just closing, or somebody else is just changing it; nothing was written. Try
		 * again soon.
		 */
		BUSY,
		/**
		 * The database does not take it, however often it is tried; nothing was written.
		 */
		REJECTED,
		/** The engine stopped before it could be written. */
		ABORTED

	}

	static CommitOutcome rejected(String reason) {
		return new CommitOutcome(Kind.REJECTED, List.of(), Set.of(), List.of(), reason);
	}

	public static CommitOutcome of(Kind kind) {
		return new CommitOutcome(kind, List.of(), Set.of());
	}

}
