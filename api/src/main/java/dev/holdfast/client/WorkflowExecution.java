package dev.holdfast.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an execution is, without what happened in it.
 *
 * @param workflowId its id
 * @param runId its run
 * @param workflowType its type
 * @param taskQueue its task queue
 * @param status its state
 * @param startedAt when it started
 * @param closedAt when it closed, or {@code null} while it is open
 * @param parentWorkflowId the id of its parent, or {@code null} if there is none
 * @param parentRunId the run of its parent, or {@code null} if there is none
 * @param historyLength how many events its history has
 */
public record WorkflowExecution(String workflowId, String runId, String workflowType, String taskQueue,
		WorkflowStatus status, Instant startedAt, @Nullable Instant closedAt, @Nullable String parentWorkflowId,
		@Nullable String parentRunId, long historyLength) {
}
