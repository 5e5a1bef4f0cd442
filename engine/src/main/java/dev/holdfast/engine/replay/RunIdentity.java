package dev.holdfast.engine.replay;

import java.util.UUID;

/**
 * Which run of which execution.
 *
 * @param workflowId the id of the execution
 * @param runId the run
 */
public record RunIdentity(String workflowId, UUID runId) {
}
