package dev.holdfast.engine.store;

import java.util.UUID;

/** A node as its row has it. */
public record StoredNode(UUID bootId, String name, String process, long startedAt, long leaseUntil) {
}
