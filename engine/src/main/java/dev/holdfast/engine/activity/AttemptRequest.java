package dev.holdfast.engine.activity;

import java.util.UUID;

import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.ActivityClaim;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is to be made.
 *
 * @param run the run that asks for it
 * @param workflowType the type of that run
 * @param epoch the epoch in which that run is owned
 * @param activityId the activity within the run
 * @param local whether it is a local activity, with ids of their own
 * @param scheduled what was scheduled
 * @param arguments its arguments, as JSON
 * @param attempt the number of the attempt, from 1
 * @param requestedAt when this attempt was due, in microseconds
 * @param heartbeat the details of the last heartbeat of an earlier attempt, or
 * {@code null}
 * @param lastFailure what the attempt before failed with, or {@code null}
 * @param claim for one that this node has taken from a row, what fences it; or
 * {@code null} if this node owns the run
 */
public record AttemptRequest(RunIdentity run, String workflowType, long epoch, long activityId, boolean local,
		ActivityScheduled scheduled, byte[] arguments, int attempt, long requestedAt, byte @Nullable [] heartbeat,
		@Nullable FailureRecord lastFailure, @Nullable ActivityClaim claim) {

	/** The first attempt of an activity. */
	public static AttemptRequest of(RunIdentity run, String workflowType, long epoch, long activityId,
			ActivityScheduled scheduled, byte[] arguments) {
		return new AttemptRequest(run, workflowType, epoch, activityId, false, scheduled, arguments, 1,
				scheduled.scheduledAt(), null, null, null);
	}

	/** A certain attempt of the same activity. */
	public AttemptRequest attempt(int attempt, long requestedAt, byte @Nullable [] heartbeat,
			@Nullable FailureRecord lastFailure) {
		return new AttemptRequest(this.run, this.workflowType, this.epoch, this.activityId, this.local, this.scheduled,
				this.arguments, attempt, requestedAt, heartbeat, lastFailure, this.claim);
	}

	/** The same as an attempt that this node has taken from a row. */
	public AttemptRequest claimed(ActivityClaim claim) {
		return new AttemptRequest(this.run, this.workflowType, this.epoch, this.activityId, this.local, this.scheduled,
				this.arguments, this.attempt, this.requestedAt, this.heartbeat, this.lastFailure, claim);
	}

	/** The same for a local activity. */
	public AttemptRequest asLocal() {
		return new AttemptRequest(this.run, this.workflowType, this.epoch, this.activityId, true, this.scheduled,
				this.arguments, this.attempt, this.requestedAt, this.heartbeat, this.lastFailure, this.claim);
	}

	/** The key of the message that carries the result: one for all attempts. */
	public String messageKey() {
		return this.local ? localMessageKey(this.activityId) : messageKey(this.activityId);
	}

	public static String messageKey(long activityId) {
		return "activity:" + activityId;
	}

	public static String localMessageKey(long activityId) {
		return "local:" + activityId;
	}

	/** What the run is told when this attempt has returned. */
	public EventAttributes completed() {
		return this.local
				? new LocalActivityClosed(this.activityId, this.scheduled.activityType(),
						LocalActivityClosed.digest(this.arguments), this.attempt, null, null, this.scheduled.summary())
				: new ActivityCompleted(this.activityId, this.attempt);
	}

	public UUID runId() {
		return this.run.runId();
	}

}
