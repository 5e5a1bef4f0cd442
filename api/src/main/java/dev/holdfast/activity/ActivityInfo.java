package dev.holdfast.activity;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an activity may know about itself.
 *
 * @param workflowId the id of the workflow execution that called it
 * @param runId the run of that execution
 * @param workflowType the type of the workflow
 * @param activityId the id of the activity within its run
 * @param activityType the type of the activity
 * @param taskQueue the task queue on which it runs
 * @param attempt the number of this attempt, from 1
 * @param scheduledAt when the workflow scheduled it
 * @param startToCloseDeadline when this attempt times out, or {@code null} if never
 */
public record ActivityInfo(String workflowId, String runId, String workflowType, long activityId, String activityType,
		String taskQueue, int attempt, Instant scheduledAt, @Nullable Instant startToCloseDeadline) {

	/**
	 * A key that is the same for every attempt of this activity and differs from that of
	 * any other: what to hand to a remote system that can recognise a repeated request.
	 */
	public String idempotencyKey() {
		return this.runId + ":" + this.activityId;
	}

}
