package dev.holdfast.engine.activity;

import java.util.UUID;

import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.replay.RunIdentity;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is to be made.
 *
 * @param run the run that asks for it
 * @param workflowType the type of that run
 * @param epoch the epoch in which that run is owned
 * @param activityId the activity within the run
 * @param scheduled what was scheduled
 * @param arguments its arguments, as JSON
 * @param attempt the number of the attempt, from 1
 * @param heartbeat the details of the last heartbeat of an earlier attempt, or
 * {@code null}
 */
public record AttemptRequest(RunIdentity run, String workflowType, long epoch, long activityId,
		ActivityScheduled scheduled, byte[] arguments, int attempt, byte @Nullable [] heartbeat) {

	/** The key of the message that carries the result: one for all attempts. */
	public String messageKey() {
		return messageKey(this.activityId);
	}

	public static String messageKey(long activityId) {
		return "activity:" + activityId;
	}

	UUID runId() {
		return this.run.runId();
	}

}
