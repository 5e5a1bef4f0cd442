package dev.holdfast.engine.store;

import dev.holdfast.client.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are looked for; {@code null} leaves a criterion out. Times are
 * microseconds.
 *
 * @param text what the workflow id or type contains
 */
public record ExecutionFilter(@Nullable WorkflowStatus status, @Nullable String workflowType,
		@Nullable String taskQueue, @Nullable Long startedFrom, @Nullable Long startedBefore, @Nullable String text) {
}
