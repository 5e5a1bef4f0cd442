package dev.holdfast.engine.store;

import java.util.UUID;

/**
 * An attempt that a node has taken from a row. Node and number of the attempt are what
 * fences it: each attempt is counted when it is taken, so no two claims are the same.
 */
public record ActivityClaim(UUID runId, String workflowId, long activityId, int attempt, UUID node) {
}
