package dev.holdfast.engine.store;

import java.util.UUID;

/**
 * A message to a run.
 *
 * @param runId the run that receives it
 * @param key what makes it unique within the run
 * @param sentAt its place in the order of messages
 * @param eventType the stored name of the event that it becomes
 * @param payload the payload of that event
 */
public record StoredMessage(UUID runId, String key, long sentAt, String eventType, byte[] payload) {
}
