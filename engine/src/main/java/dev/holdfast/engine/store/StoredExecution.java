package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.client.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * An execution as its row has it.
 *
 * @param firstRunId the first run of its chain
 * @param nextRunId the run that its chain went on as, or {@code null}
 */
public record StoredExecution(UUID runId, String workflowId, String workflowType, String taskQueue,
		WorkflowStatus status, long startedAt, @Nullable Long closedAt, @Nullable UUID parentRunId,
		@Nullable String parentWorkflowId, @Nullable Long parentEventId, UUID firstRunId, @Nullable UUID nextRunId,
		long historyLength, @Nullable String lastFailure) {
}
