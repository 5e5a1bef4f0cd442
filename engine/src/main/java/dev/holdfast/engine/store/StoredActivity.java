package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The state of an activity that has a row.
 *
 * @param attempt how many attempts were begun
 * @param dueAt when the next attempt may begin, or the current one began
 * @param remote whether any worker of its task queue may take it
 * @param owner the node that runs an attempt which it took from the row, or {@code null}
 * @param heartbeat the details of the last heartbeat
 * @param lastFailure what the last attempt failed with
 * @param deadlineAt for one that any worker may take: when somebody has to see to it,
 * because no worker took it or the attempt is overdue; or {@code null}
 * @param cancelRequested for one that any worker may take: whether the workflow has asked
 * it to stop
 * @param priority where it stands among others that wait for a worker
 */
public record StoredActivity(UUID runId, long activityId, String activityType, String taskQueue, State state,
		int attempt, long dueAt, boolean remote, @Nullable UUID owner, byte @Nullable [] heartbeat,
		byte @Nullable [] lastFailure, @Nullable Long deadlineAt, boolean cancelRequested, Priority priority) {

	/** What the activity does. */
	public enum State {

		/** It waits for its next attempt. */
		SCHEDULED,
		/** An attempt has begun. */
		STARTED,
		/**
		 * An attempt that a worker took has ended, and the run has been sent word of it.
		 */
		REPORTED,
		/**
		 * An attempt has begun, and its completion comes from outside of the engine. When
		 * it is due is when it began.
		 */
		OUTSIDE,
		/** The same, and the workflow has asked it to stop. */
		OUTSIDE_CANCELED

	}

}
