package dev.holdfast.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.time.Micros;

/**
 * A node.
 *
 * @param name what people call it
 * @param bootId its id since its last start
 * @param taskQueues the queues that it hosts
 * @param startedAt since when it takes part
 * @param leaseUntil until when the others take it for alive, unless it says more
 * @param lease whether that time has not passed
 * @param self whether it is this node
 */
record NodeView(String name, String bootId, List<String> taskQueues, Instant startedAt, Instant leaseUntil, Lease lease,
		boolean self) {

	/** Whether a node is alive. */
	enum Lease {

		/** It is. */
		VALID,
		/** It has not been heard of in time: its work is about to go on elsewhere. */
		EXPIRED

	}

	static NodeView of(StoredNode node, UUID self, long now) {
		return new NodeView(node.name(), node.bootId().toString(), node.taskQueues(),
				Micros.toInstant(node.startedAt()), Micros.toInstant(node.leaseUntil()),
				(node.leaseUntil() >= now) ? Lease.VALID : Lease.EXPIRED, node.bootId().equals(self));
	}

}
