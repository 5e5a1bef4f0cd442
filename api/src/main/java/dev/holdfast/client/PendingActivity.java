package dev.holdfast.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An activity that has not closed.
 *
 * @param activityId its id within the run
 * @param activityType its type
 * @param taskQueue the task queue on which it runs
 * @param state what it does at the moment
 * @param attempt the number of the attempt that runs or ran last; 0 before the first
 * @param scheduledAt when the workflow scheduled it
 * @param nextAttemptAt when the next attempt is due, or {@code null} if one is running
 * @param lastFailure what the last attempt failed with, or {@code null}
 * @param summary what the workflow says about it, or {@code null}
 */
public record PendingActivity(long activityId, String activityType, String taskQueue, State state, int attempt,
		Instant scheduledAt, @Nullable Instant nextAttemptAt, @Nullable String lastFailure, @Nullable String summary) {

	/** The same with another summary. */
	public PendingActivity withSummary(@Nullable String text) {
		return new PendingActivity(this.activityId, this.activityType, this.taskQueue, this.state, this.attempt,
				this.scheduledAt, this.nextAttemptAt, this.lastFailure, text);
	}

	/** What a pending activity does. */
	public enum State {

		/** It waits for a free slot or for a worker. */
		SCHEDULED,
		/** An attempt is running. */
		STARTED,
		/** It waits for the time of its next attempt. */
		BACKING_OFF

	}

}
