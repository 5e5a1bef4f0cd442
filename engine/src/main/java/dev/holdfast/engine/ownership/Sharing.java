package dev.holdfast.engine.ownership;

import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.engine.activity.PendingAttempt;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.run.Worker;
import dev.holdfast.engine.run.Workers;
import dev.holdfast.engine.time.EngineClock;

/**
 * Lets idle nodes have what this one is too busy for: activities that have waited for a
 * slot while another node has one are offered to all, and runs whose tasks have waited
 * for too long are given back. A node that is not busy does nothing for that.
 */
final class Sharing {

	private static final int MOST_AT_ONCE = 500;

	private final Workers workers;

	private final RunRegistry registry;

	private final EngineClock clock;

	private final long patienceMicros;

	/**
	 * Creates it.
	 * @param patienceMicros how long an activity waits for a slot here before others may
	 * take it
	 */
	Sharing(Workers workers, RunRegistry registry, EngineClock clock, long patienceMicros) {
		this.workers = workers;
		this.registry = registry;
		this.clock = clock;
		this.patienceMicros = patienceMicros;
	}

	/** Looks for what others could take. */
	void share(Peers peers) {
		for (Worker worker : this.workers.all()) {
			worker.retry();
			boolean paused = worker.control().isPaused();
			Slots activities = worker.activities();
			if (activities.waiting() > 0 && (paused || activities.used() >= activities.limit())) {
				offer(worker, peers, paused);
			}
			if (worker.workflowTasks().waiting() > 0 && !peers.nodes().isEmpty()) {
				this.registry.giveBackOverdue(worker,
						(workflowType) -> peers.runWorkflow(worker.taskQueue(), workflowType));
			}
		}
	}

	private void offer(Worker worker, Peers peers, boolean paused) {
		int room = paused ? MOST_AT_ONCE : Math.min(MOST_AT_ONCE, peers.roomFor(worker.taskQueue()));
		long before = this.clock.micros() - this.patienceMicros;
		for (Runnable task : worker.activities().firstWaiting(room)) {
			if (task instanceof PendingAttempt pending && (paused || (pending.waitingSince() <= before
					&& peers.makeActivity(worker.taskQueue(), pending.activityType())))) {
				pending.offer();
			}
		}
	}

	/** For how many more activities this node has room, by task queue. */
	Map<String, Integer> freeSlots() {
		Map<String, Integer> free = new TreeMap<>();
		for (Worker worker : this.workers.all()) {
			Slots slots = worker.activities();
			int room = slots.isPaused() ? 0 : slots.limit() - slots.used() - slots.waiting();
			if (room > 0) {
				free.put(worker.taskQueue(), room);
			}
		}
		return free;
	}

}
