package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A gate in memory, for a database that only one process can open and that has no shared
 * row locks (H2). It is tied to transactions by their synchronisation.
 */
final class InMemoryGate implements SendGate {

	private static final int BARRED = -1;

	private final CurrentRunRepository currentRuns;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition unbarred = this.lock.newCondition();

	/** How many hold an id, or {@link #BARRED}. */
	private final Map<String, Integer> holders = new HashMap<>();

	InMemoryGate(CurrentRunRepository currentRuns) {
		this.currentRuns = currentRuns;
	}

	@Override
	public @Nullable UUID hold(String workflowId) {
		this.lock.lock();
		try {
			while (this.holders.getOrDefault(workflowId, 0) == BARRED) {
				this.unbarred.awaitUninterruptibly();
			}
			this.holders.merge(workflowId, 1, Integer::sum);
		}
		finally {
			this.lock.unlock();
		}
		EngineTransactions.afterEnd(() -> release(workflowId));
		return this.currentRuns.findRunId(workflowId);
	}

	private void release(String workflowId) {
		this.lock.lock();
		try {
			this.holders.computeIfPresent(workflowId, (id, count) -> (count > 1) ? count - 1 : null);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Set<String> bar(Collection<String> workflowIds) {
		Set<String> barred = new HashSet<>();
		this.lock.lock();
		try {
			for (String id : workflowIds) {
				if (this.holders.putIfAbsent(id, BARRED) == null) {
					barred.add(id);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		EngineTransactions.afterEnd(() -> unbar(barred));
		return barred;
	}

	private void unbar(Set<String> barred) {
		this.lock.lock();
		try {
			barred.forEach(this.holders::remove);
			this.unbarred.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
