package dev.holdfast.engine.store;

import java.util.List;
import java.util.Set;

/**
 * What became of a {@link RunCommit}.
 *
 * @param kind what
 * @param undelivered when refused: messages that arrived meanwhile; when committed:
 * messages from the commit itself to this run
 * @param notStarted ids of children that were not started, because their ids are in use
 */
public record CommitOutcome(Kind kind, List<StoredMessage> undelivered, Set<String> notStarted) {

	/** The kinds of outcomes. */
	public enum Kind {

		/** It is written. */
		COMMITTED,
		/** The run is not this node's any more; nothing was written. */
		FENCED,
		/**
		 * The run was to close, but has messages that it has not seen; nothing was
		 * written.
		 */
		CLOSE_REFUSED,
		/**
		 * The run was to close, but a sender is at work; nothing was written. Try again
		 * soon.
		 */
		CLOSE_BUSY,
		/** The engine stopped before it could be written. */
		ABORTED

	}

	static CommitOutcome of(Kind kind) {
		return new CommitOutcome(kind, List.of(), Set.of());
	}

}
