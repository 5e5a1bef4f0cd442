package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status as what
 * @param workflowType the type of the workflow
 * @param nextRunId the run that goes on with the execution, or {@code null}
 * @param last its last event
 */
public record ClosedRun(WorkflowStatus status, String workflowType, @Nullable UUID nextRunId, StoredEvent last) {
}
