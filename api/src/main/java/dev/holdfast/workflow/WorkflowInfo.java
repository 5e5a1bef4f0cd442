package dev.holdfast.workflow;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a workflow may know about its execution.
 *
 * @param workflowId the id of the execution
 * @param runId the run
 * @param workflowType the type of the workflow
 * @param taskQueue the task queue of the execution
 * @param startedAt when the run started
 * @param executionDeadline when the execution times out, or {@code null} if never
 * @param parentWorkflowId the id of the parent, or {@code null} if there is none
 * @param parentRunId the run of the parent, or {@code null} if there is none
 * @param historyLength how many events the history has at this point
 */
public record WorkflowInfo(String workflowId, String runId, String workflowType, String taskQueue, Instant startedAt,
		@Nullable Instant executionDeadline, @Nullable String parentWorkflowId, @Nullable String parentRunId,
		long historyLength) {
}
