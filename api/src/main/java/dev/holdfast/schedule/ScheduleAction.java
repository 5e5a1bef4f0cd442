package dev.holdfast.schedule;

import java.time.Instant;

/**
 * An execution that a schedule started.
 *
 * @param scheduledTime the time that was meant
 * @param startedAt when it was started
 * @param workflowId the id of the execution
 * @param runId its first run
 */
public record ScheduleAction(Instant scheduledTime, Instant startedAt, String workflowId, String runId) {
}
