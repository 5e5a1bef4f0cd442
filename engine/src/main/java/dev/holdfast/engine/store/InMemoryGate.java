package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;

/**
 * A gate in memory, for a database that only one process can open and that has no shared
 * row locks (H2). It is tied to transactions by their synchronisation.
 */
final class InMemoryGate implements SendGate {

	private static final int BARRED = -1;

	/**
	 * Gates by database: several applications of one process may share a database, and
	 * then share its gate.
	 */
	private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

	private final CurrentRunRepository currentRuns;

	private final Gate gate;

	private final EngineThreads threads;

	/** Who holds which id, or {@link #BARRED}. */
	private static final class Gate {

		final ReentrantLock lock = new ReentrantLock();

		CompletableFuture<@Nullable Void> unbarred = new CompletableFuture<>();

		final Map<String, Integer> holders = new HashMap<>();

	}

	InMemoryGate(String database, CurrentRunRepository currentRuns, EngineThreads threads) {
		this.gate = GATES.computeIfAbsent(database, (url) -> new Gate());
		this.currentRuns = currentRuns;
		this.threads = threads;
	}

	@Override
	public @Nullable CurrentRun hold(String workflowId) {
		for (CompletableFuture<?> unbarred = enter(workflowId); unbarred != null; unbarred = enter(workflowId)) {
			await(unbarred);
		}
		EngineTransactions.afterEnd(() -> release(workflowId));
		return this.currentRuns.find(workflowId);
	}

	/** Answers what to wait for if an execution is just ending. */
	private @Nullable CompletableFuture<@Nullable Void> enter(String workflowId) {
		this.gate.lock.lock();
		try {
			if (this.gate.holders.getOrDefault(workflowId, 0) == BARRED) {
				return this.gate.unbarred;
			}
			this.gate.holders.merge(workflowId, 1, Integer::sum);
			return null;
		}
		finally {
			this.gate.lock.unlock();
		}
	}

	private void await(CompletableFuture<?> unbarred) {
		boolean interrupted = false;
		while (!unbarred.isDone()) {
			try {
				this.threads.await(unbarred, Long.MAX_VALUE);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Held tryHold(Collection<String> workflowIds) {
		Set<String> held = new LinkedHashSet<>();
		Set<String> busy = new HashSet<>();
		this.gate.lock.lock();
		try {
			for (String id : workflowIds) {
				if (this.gate.holders.getOrDefault(id, 0) == BARRED) {
					busy.add(id);
				}
				else {
					this.gate.holders.merge(id, 1, Integer::sum);
					held.add(id);
				}
			}
		}
		finally {
			this.gate.lock.unlock();
		}
		EngineTransactions.afterEnd(() -> held.forEach(this::release));
		Map<String, UUID> runs = new HashMap<>();
		for (String id : held) {
			CurrentRun run = this.currentRuns.find(id);
			if (run != null) {
				runs.put(id, run.runId());
			}
		}
		return new Held(runs, busy);
	}

	private void release(String workflowId) {
		this.gate.lock.lock();
		try {
			this.gate.holders.computeIfPresent(workflowId, (id, count) -> switch (count) {
				case BARRED -> BARRED; // by the transaction that held it, which has ended
				case 1 -> null;
				default -> count - 1;
			});
		}
		finally {
			this.gate.lock.unlock();
		}
	}

	@Override
	public Set<String> bar(Collection<String> workflowIds, Set<String> mine) {
		Set<String> barred = new HashSet<>();
		this.gate.lock.lock();
		try {
			for (String id : workflowIds) {
				int holders = this.gate.holders.getOrDefault(id, 0);
				if (holders == 0 || (holders == 1 && mine.contains(id))) {
					this.gate.holders.put(id, BARRED);
					barred.add(id);
				}
			}
		}
		finally {
			this.gate.lock.unlock();
		}
		EngineTransactions.afterEnd(() -> unbar(barred));
		return barred;
	}

	private void unbar(Set<String> barred) {
		CompletableFuture<@Nullable Void> unbarred;
		this.gate.lock.lock();
		try {
			barred.forEach(this.gate.holders::remove);
			unbarred = this.gate.unbarred;
			this.gate.unbarred = new CompletableFuture<>();
		}
		finally {
			this.gate.lock.unlock();
		}
		unbarred.complete(null);
	}

}
