package dev.holdfast.engine.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.holdfast.engine.run.Workers;
import dev.holdfast.engine.BootId;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.Claims.TakenOver;
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

	private final BootId self;

	private final String name;

	private final Workers workers;

	private final Sharing sharing;

	private final long leaseMicros;

	private final boolean onlyProcess;

	private final Nodes nodes;

	private final Claims claims;

	private final ActivityTasks activities;

	private final EngineClock clock;

	private final ProcessIdentity process = ProcessIdentity.current();

	private volatile long validUntil;

	private volatile Map<String, Integer> published = Map.of();

	private volatile Peers peers = Peers.NONE;

	/**
	 * Creates it.
	 * @param workers what this node can run
	 * @param onlyProcess whether the database can be open in one process only, so that
	 * nodes of other processes are gone for certain
	 */
	NodeLease(BootId self, String name, Workers workers, Sharing sharing, long leaseMicros, boolean onlyProcess,
			Nodes nodes, Claims claims, ActivityTasks activities, EngineClock clock) {
		this.self = self;
		this.name = name;
		this.workers = workers;
		this.sharing = sharing;
		this.leaseMicros = leaseMicros;
		this.onlyProcess = onlyProcess;
		this.nodes = nodes;
		this.claims = claims;
		this.activities = activities;
		this.clock = clock;
	}

	/**
	 * Takes a lease with nothing to it.
	 * @param before the id of the life that has ended; what is just being written of its
	 * runs is left to it, and whoever looks for orphans finds it
	 */
	void begin(UUID before) {
		this.claims.releaseFree(before);
		this.activities.lose(before);
		register();
	}

	private void register() {
		long now = this.clock.micros();
		this.published = this.sharing.freeSlots();
		this.nodes.register(new StoredNode(this.self.current(), this.name, this.process.stored(),
				List.copyOf(this.workers.taskQueues()),
				types(this.workers.workflowTypes(), this.workers.knowsEveryWorkflowType()),
				types(this.workers.activityTypes(), this.workers.knowsEveryActivityType()), this.published, now,
				now + this.leaseMicros));
		this.validUntil = now + this.leaseMicros;
	}

	private static List<String> types(List<String> types, boolean every) {
		List<String> all = new ArrayList<>(types);
		if (every) {
			all.add(StoredNode.EVERY_TYPE);
		}
		return all;
	}

	/**
	 * Tells the others where this node has room, if that is other queues than they know;
	 * so a node costs nothing whose load does not change.
	 */
	void publish() {
		Map<String, Integer> free = this.sharing.freeSlots();
		if (!free.keySet().equals(this.published.keySet())) {
			this.nodes.publish(this.self.current(), free);
			this.published = free;
		}
	}

	/** The other nodes that are alive. */
	Peers peers() {
		return this.peers;
	}

	/** Extends the lease; answers whether it had not been taken away. */
	boolean renew() {
		long until = this.clock.micros() + this.leaseMicros;
		boolean known = this.nodes.renew(this.self.current(), until);
		if (known) {
			this.validUntil = until;
		}
		return known;
	}

	boolean isValid() {
		return this.clock.micros() < this.validUntil;
	}

	void giveUp() {
		this.claims.releaseAll(this.self.current());
		this.activities.lose(this.self.current());
		this.nodes.remove(this.self.current());
	}

	/** Takes their runs from nodes that are gone. */
	void reap() {
		List<StoredNode> others = new ArrayList<>();
		for (StoredNode node : this.nodes.all()) {
			if (this.self.is(node.bootId())) {
				continue;
			}
			if (!isGone(node)) {
				others.add(node);
			}
			else {
				TakenOver taken = this.claims.reap(node, this.clock.micros());
				if (taken != null) {
					logger.info(
							"Node {} ({}) is gone; its {} open runs, and {} activities that it made for others, go on"
									+ " elsewhere",
							node.name(), node.bootId(), taken.runs(), this.activities.loseOrphans(node.bootId()));
					report(taken);
				}
			}
		}
		this.peers = new Peers(others);
	}

	private static void report(TakenOver taken) {
		for (UUID run : taken.quarantined()) {
			logger.error("Run {} is now STUCK: {} nodes in a row have ended while they had it, and it did not get on",
					run, Claims.MAX_TAKEOVERS);
		}
	}

	/** Takes runs from owners that have no row any more. */
	void reapOrphans() {
		List<UUID> owners = this.claims.orphanedOwners();
		for (UUID owner : owners) {
			if (!this.self.is(owner)) {
				TakenOver taken = this.claims.releaseOrphans(owner, this.clock.micros());
				if (taken.runs() > 0) {
					logger.info("{} open runs had the owner {}, which is no node any more, and go on elsewhere",
							taken.runs(), owner);
					report(taken);
				}
			}
		}
		for (UUID node : this.activities.orphanedNodes()) {
			if (!this.self.is(node)) {
				logger.info("{} activities had been taken by {}, which is no node any more, and go on elsewhere",
						this.activities.loseOrphans(node), node);
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
