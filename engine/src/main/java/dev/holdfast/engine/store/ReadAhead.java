package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Histories that were read together, for runs that were claimed together: after a
 * takeover, to read each by itself takes longer than all else. Only what is small and all
 * that there is of a run is read ahead; what waits for it is read when it goes on.
 * Thread-safe.
 */
final class ReadAhead {

	/** A longer or larger history is read when its run goes on. */
	static final int MOST_EVENTS = 100;

	static final long MOST_BYTES = 16 * 1024;

	private static final int WORTHWHILE = 2;

	private final EngineTransactions transactions;

	private final EventRepository events;

	private final InboxRepository inbox;

	private final ActivityTaskRepository activities;

	private final long maxBytes;

	private final Map<UUID, Ahead> runs = new ConcurrentHashMap<>();

	private final AtomicLong bytes = new AtomicLong();

	/** What was read of a run that was as this row says. */
	record Ahead(StoredRun row, List<StoredEvent> history) {

		long bytes() {
			return this.history.stream().mapToLong((event) -> event.payload().length).sum();
		}

		boolean isOf(StoredRun current) {
			return this.row.version() == current.version() && this.row.epoch() == current.epoch();
		}

	}

	/**
	 * Creates it.
	 * @param maxBytes how much is read ahead of all runs together, more or less
	 */
	ReadAhead(EngineTransactions transactions, EventRepository events, InboxRepository inbox,
			ActivityTaskRepository activities, long maxBytes) {
		this.transactions = transactions;
		this.events = events;
		this.inbox = inbox;
		this.activities = activities;
		this.maxBytes = maxBytes;
	}

	/**
	 * Reads what this node has just claimed. That a run has neither messages nor rows of
	 * activities is found out before its history is read: messages that come later are
	 * delivered to it, and rows are made by its owner alone.
	 */
	void read(Collection<StoredRun> claimed) {
		Map<UUID, StoredRun> rows = new HashMap<>();
		claimed.stream().filter((run) -> run.nextEventId() <= MOST_EVENTS).forEach((run) -> rows.put(run.runId(), run));
		if (rows.size() < WORTHWHILE || this.bytes.get() >= this.maxBytes) {
			return;
		}
		Map<UUID, List<StoredEvent>> histories = this.transactions.read(() -> histories(rows.keySet()));
		histories.forEach((runId, history) -> keep(new Ahead(Objects.requireNonNull(rows.get(runId)), history)));
	}

	private Map<UUID, List<StoredEvent>> histories(Set<UUID> runIds) {
		Set<UUID> plain = new HashSet<>(this.events.findSmall(runIds, MOST_BYTES));
		plain.removeAll(Set.copyOf(this.inbox.findReceivers(runIds)));
		plain.removeAll(Set.copyOf(this.activities.findRuns(runIds)));
		Map<UUID, List<StoredEvent>> histories = new HashMap<>();
		if (!plain.isEmpty()) {
			for (Object[] row : this.events.findHistories(plain)) {
				histories.computeIfAbsent((UUID) row[0], (runId) -> new ArrayList<>())
					.add(new StoredEvent((Long) row[1], (Long) row[2], (String) row[3], (Long) row[4],
							(byte[]) row[5]));
			}
		}
		return histories;
	}

	private void keep(Ahead ahead) {
		forget(ahead.row().runId());
		this.bytes.addAndGet(ahead.bytes());
		this.runs.put(ahead.row().runId(), ahead);
	}

	/**
	 * All that there was of a run when it was claimed, or {@code null} if that was not
	 * read, or the run has got on since. It is given away once.
	 */
	RunReader.@Nullable Loaded take(StoredRun run) {
		Ahead ahead = forget(run.runId());
		return (ahead != null && ahead.isOf(run)) ? new RunReader.Loaded(ahead.history(), List.of(), List.of()) : null;
	}

	/** A run goes without what was read of it; answers that, if there was anything. */
	@Nullable Ahead forget(UUID runId) {
		Ahead ahead = this.runs.remove(runId);
		if (ahead != null) {
			this.bytes.addAndGet(-ahead.bytes());
		}
		return ahead;
	}

}
