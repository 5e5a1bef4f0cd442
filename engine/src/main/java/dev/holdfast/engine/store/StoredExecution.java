package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.client.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/** An execution as its row has it. */
public record StoredExecution(UUID runId, String workflowId, String workflowType, String taskQueue,
		WorkflowStatus status, long startedAt, @Nullable Long closedAt, @Nullable UUID parentRunId,
		@Nullable String parentWorkflowId, @Nullable Long parentEventId, long historyLength,
		@Nullable String lastFailure) {
}
