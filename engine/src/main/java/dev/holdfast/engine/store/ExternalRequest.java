package dev.holdfast.engine.store;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message of a step to another execution, known by its workflow id. Who sends it is
 * told, with a message of his own, whether it was delivered.
 *
 * @param requestId the event that requested it
 * @param runId the run that is meant, or {@code null} for whichever is open
 * @param message the message, but for its receiver
 */
public record ExternalRequest(long requestId, String workflowId, @Nullable UUID runId, StoredMessage message) {
}
