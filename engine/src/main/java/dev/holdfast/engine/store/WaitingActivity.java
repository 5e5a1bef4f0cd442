package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/**
 * An activity that any worker of its task queue may take.
 *
 * @param attempt how many attempts were begun
 * @param dueAt since when it may be taken
 * @param heartbeat the details of the last heartbeat
 * @param lastFailure what the last attempt failed with
 * @param priority where it stands among others
 */
public record WaitingActivity(UUID runId, String workflowId, String workflowType, long activityId, int attempt,
		long dueAt, byte @Nullable [] heartbeat, byte @Nullable [] lastFailure, Priority priority) {

	/** The next attempt of it, as a node takes it. */
	public ActivityClaim claimedBy(UUID node) {
		return new ActivityClaim(this.runId, this.workflowId, this.activityId, this.attempt + 1, node);
	}

}
