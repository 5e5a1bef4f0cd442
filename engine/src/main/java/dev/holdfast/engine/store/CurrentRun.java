package dev.holdfast.engine.store;

import java.util.UUID;

/**
 * The open run of a workflow id.
 *
 * @param firstRunId the first run of its chain
 */
public record CurrentRun(UUID runId, UUID firstRunId) {
}
