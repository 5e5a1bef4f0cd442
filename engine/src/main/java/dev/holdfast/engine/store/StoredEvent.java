package dev.holdfast.engine.store;

/** An event as its row has it. */
public record StoredEvent(long eventId, long task, String eventType, long recordedAt, byte[] payload) {
}
