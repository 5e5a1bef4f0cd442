package dev.holdfast.engine.ownership;

import java.util.List;
import java.util.UUID;

import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.Nodes;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.time.EngineClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of this node, and the end of the leases of others: runs of a node that is
 * gone are taken from it, so that anybody may claim them.
 */
final class NodeLease {

	private static final Logger logger = LoggerFactory.getLogger(NodeLease.class);

	private final UUID bootId;

	private final String name;

	private final List<String> taskQueues;

	private final long leaseMicros;

	private final boolean onlyProcess;

	private final Nodes nodes;

	private final Claims claims;

	private final EngineClock clock;

	private final ProcessIdentity process = ProcessIdentity.current();

	private volatile long validUntil;

	/**
	 * Creates it.
	 * @param taskQueues the queues that this node looks for work in
	 * @param onlyProcess whether the database can be open in one process only, so that
	 * nodes of other processes are gone for certain
	 */
	NodeLease(UUID bootId, String name, List<String> taskQueues, long leaseMicros, boolean onlyProcess, Nodes nodes,
			Claims claims, EngineClock clock) {
		this.bootId = bootId;
		this.name = name;
		this.taskQueues = taskQueues;
		this.leaseMicros = leaseMicros;
		this.onlyProcess = onlyProcess;
		this.nodes = nodes;
		this.claims = claims;
		this.clock = clock;
	}

	void register() {
		long now = this.clock.micros();
		this.nodes.register(new StoredNode(this.bootId, this.name, this.process.stored(), this.taskQueues, now,
				now + this.leaseMicros));
		this.validUntil = now + this.leaseMicros;
	}

	/** Extends the lease; answers whether it had not been taken away. */
	boolean renew() {
		long until = this.clock.micros() + this.leaseMicros;
		boolean known = this.nodes.renew(this.bootId, until);
		if (known) {
			this.validUntil = until;
		}
		return known;
	}

	boolean isValid() {
		return this.clock.micros() < this.validUntil;
	}

	void giveUp() {
		this.claims.releaseAll(this.bootId);
		this.nodes.remove(this.bootId);
	}

	/** Takes their runs from nodes that are gone. */
	void reap() {
		for (StoredNode node : this.nodes.all()) {
			if (!node.bootId().equals(this.bootId) && isGone(node)) {
				int runs = this.claims.reap(node);
				if (runs >= 0) {
					logger.info("Node {} ({}) is gone; its {} open runs go on elsewhere", node.name(), node.bootId(),
							runs);
				}
			}
		}
	}

	/** Takes runs from owners that have no row any more. */
	void reapOrphans() {
		List<UUID> owners = this.claims.orphanedOwners();
		for (UUID owner : owners) {
			if (!owner.equals(this.bootId)) {
				int runs = this.claims.releaseOrphans(owner);
				if (runs > 0) {
					logger.info("{} open runs had the owner {}, which is no node any more, and go on elsewhere", runs,
							owner);
				}
			}
		}
	}

	private boolean isGone(StoredNode node) {
		if (node.leaseUntil() < this.clock.micros()) {
			return true;
		}
		ProcessIdentity other = ProcessIdentity.parse(node.process());
		if (other == null) {
			return false;
		}
		return this.process.knowsToBeGone(other) || (this.onlyProcess && !other.equals(this.process));
	}

}
