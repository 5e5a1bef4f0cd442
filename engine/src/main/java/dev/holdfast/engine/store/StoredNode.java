package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

/**
 * A node as its row has it.
 *
 * @param taskQueues the queues that it looks for work in
 */
public record StoredNode(UUID bootId, String name, String process, List<String> taskQueues, long startedAt,
		long leaseUntil) {
}
