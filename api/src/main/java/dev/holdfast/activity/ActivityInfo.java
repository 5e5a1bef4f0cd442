package dev.holdfast.activity;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What an activity may know about itself.
 *
 * @param workflowId the id of the workflow execution that called it
 * @param runId the run of that execution
 * @param workflowType the type of the workflow
 * @param activityId the id of the activity within its run; local activities have ids of
 * their own
 * @param activityType the type of the activity
 * @param taskQueue the task queue on which it runs
 * @param local whether it is a local activity
 * @param attempt the number of this attempt, from 1
 * @param scheduledAt when the workflow scheduled it
 * @param attemptScheduledAt when this attempt was due; it began when there was a free
 * slot
 * @param scheduleToCloseDeadline when all attempts time out, or {@code null} if never
 * @param startToCloseDeadline when this attempt times out, or {@code null} if never
 * @param heartbeatTimeout how long this attempt may go without a heartbeat, or
 * {@code null} for ever
 * @param lastFailure what the attempt before failed with, or {@code null}
 * @param priority where it stands among others that wait for a worker
 * @param taskToken what names this attempt for an
 * {@link dev.holdfast.client.ActivityCompletionClient}; of use once
 * {@link Activities#completeLater()} has returned, and empty for a local activity
 */
public record ActivityInfo(String workflowId, String runId, String workflowType, long activityId, String activityType,
		String taskQueue, boolean local, int attempt, Instant scheduledAt, Instant attemptScheduledAt,
		@Nullable Instant scheduleToCloseDeadline, @Nullable Instant startToCloseDeadline,
		@Nullable Duration heartbeatTimeout, @Nullable WorkflowFailure lastFailure, Priority priority,
		String taskToken) {

	/**
	 * A key that is the same for every attempt of this activity and differs from that of
	 * any other: what to hand to a remote system that can recognise a repeated request.
	 */
	public String idempotencyKey() {
		return this.runId + (this.local ? ":local:" : ":") + this.activityId;
	}

}
