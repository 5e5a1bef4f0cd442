package dev.holdfast.engine.store;

import java.util.Map;
import java.util.UUID;

import dev.holdfast.engine.history.SearchAttributeValue;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be started.
 *
 * @param owner the node that it is born to, or {@code null} if any node may claim it
 * @param startedPayload the payload of its first event
 * @param searchAttributes what it is found by from the beginning, or {@code null}
 */
public record NewRun(UUID runId, String workflowId, String workflowType, String taskQueue, long startedAt,
		@Nullable UUID owner, @Nullable UUID parentRunId, @Nullable String parentWorkflowId,
		@Nullable Long parentEventId, byte[] startedPayload,
		@Nullable Map<String, SearchAttributeValue> searchAttributes) {

	/** The row of the run once it is started. */
	public StoredRun toStoredRun() {
		return new StoredRun(this.runId, this.workflowId, this.workflowType, this.taskQueue, 0, 2, 0, this.owner, 1,
				(this.owner != null) ? Wake.NOW : Long.valueOf(this.startedAt), 0, false, 0);
	}

}
