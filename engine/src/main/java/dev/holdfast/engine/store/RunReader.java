package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.Inbound;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;

/** Reads what a run consists of. */
public final class RunReader {

	private final EngineTransactions transactions;

	/** So many bytes of histories are read ahead. */
	private static final long MOST_AHEAD = 16 * 1024 * 1024;

	private final EventRepository events;

	private final InboxRepository inbox;

	private final RequestRepository requests;

	private final ActivityTaskRepository activities;

	private final RunRepository runs;

	private final ExecutionRepository executions;

	private final CurrentRunRepository currentRuns;

	private final EventCodec codec;

	private final ReadAhead ahead;

	RunReader(EngineTransactions transactions, EventRepository events, InboxRepository inbox,
			RequestRepository requests, ActivityTaskRepository activities, RunRepository runs,
			ExecutionRepository executions, CurrentRunRepository currentRuns, EventCodec codec) {
		this.transactions = transactions;
		this.events = events;
		this.inbox = inbox;
		this.requests = requests;
		this.activities = activities;
		this.runs = runs;
		this.executions = executions;
		this.currentRuns = currentRuns;
		this.codec = codec;
		this.ahead = new ReadAhead(transactions, events, inbox, activities, MOST_AHEAD);
	}

	/**
	 * A run with all that waits for it.
	 *
	 * @param history its events
	 * @param messages its messages
	 * @param activities its activities that have rows
	 */
	public record Loaded(List<StoredEvent> history, List<StoredMessage> messages, List<StoredActivity> activities) {
	}

	/** Reads runs together that this node has claimed and will load. */
	public void readAhead(Collection<StoredRun> claimed) {
		this.ahead.read(claimed);
	}

	/** A run that was claimed will not be loaded, or not now. */
	public void forget(UUID runId) {
		this.ahead.forget(runId);
	}

	/** Loads a run that this node has. */
	public Loaded load(StoredRun run) {
		Loaded known = this.ahead.take(run);
		return (known != null) ? known : load(run.runId());
	}

	/** Loads a run, whoever has it. */
	public Loaded load(UUID runId) {
		return this.transactions.read(() -> new Loaded(this.events.findHistory(runId), this.inbox.findAll(runId),
				this.activities.findAll(runId).stream().map(Rows::stored).toList()));
	}

	/** The row of an activity, or {@code null} if it has none. */
	public @Nullable StoredActivity activity(UUID runId, long activityId) {
		return this.transactions.read(() -> {
			ActivityTaskEntity row = this.activities.find(runId, activityId);
			return (row != null) ? Rows.stored(row) : null;
		});
	}

	/** All messages of several runs, in order. */
	public List<StoredMessage> allMessages(Collection<UUID> runIds) {
		return runIds.isEmpty() ? List.of() : this.transactions.read(() -> this.inbox.findAll(runIds));
	}

	/** The keys of the messages that wait for a run. */
	public List<String> waitingKeys(UUID runId) {
		return this.transactions.read(() -> this.inbox.findKeys(runId));
	}

	/** A message that is known by an id, or {@code null}. */
	public @Nullable StoredRequest request(UUID runId, String key) {
		return this.transactions.read(() -> {
			RequestEntity row = this.requests.find(runId, key);
			return (row != null) ? Rows.stored(row) : null;
		});
	}

	/**
	 * The same request as the run has it that took over from a closed one, by
	 * continue-as-new say, or {@code null} if none has.
	 */
	public @Nullable StoredRequest requestOfSuccessor(UUID closedRunId, String key) {
		return this.transactions.read(() -> {
			List<RequestEntity> rows = this.requests.findOfSuccessors(closedRunId, key);
			return rows.isEmpty() ? null : Rows.stored(rows.get(0));
		});
	}

	/** Messages to runs of an owner, after one of them, in the order of their keys. */
	public List<MessageKey> messageKeys(UUID owner, MessageKey after, int limit) {
		return this.transactions.read(() -> this.inbox.findKeys(owner, after.runId(), after.key(), Limit.of(limit)));
	}

	public List<StoredEvent> history(UUID runId) {
		return this.transactions.read(() -> this.events.findHistory(runId));
	}

	public List<StoredEvent> historyPage(UUID runId, long after, int limit) {
		return this.transactions.read(() -> this.events.findPage(runId, after, Limit.of(limit)));
	}

	public @Nullable StoredEvent event(UUID runId, long eventId) {
		return this.transactions.read(() -> this.events.find(runId, eventId));
	}

	public @Nullable StoredExecution execution(UUID runId) {
		return this.transactions.read(() -> {
			ExecutionEntity row = this.executions.find(runId);
			return (row != null) ? Rows.stored(row) : null;
		});
	}

	/**
	 * Some running executions of a type: those that began first, and those that began
	 * last.
	 */
	public List<StoredExecution> openExecutions(String workflowType, int limit) {
		return this.transactions.read(() -> {
			Map<UUID, StoredExecution> found = new LinkedHashMap<>();
			int newest = limit / 2;
			this.executions.findOldestRunning(workflowType, Limit.of(limit - newest))
				.forEach((row) -> found.put(row.runId, Rows.stored(row)));
			if (newest > 0) {
				this.executions.findNewestRunning(workflowType, Limit.of(newest))
					.forEach((row) -> found.put(row.runId, Rows.stored(row)));
			}
			return List.copyOf(found.values());
		});
	}

	/**
	 * The run that is meant: the open one, or else the last one.
	 * @return {@code null} if there is none
	 */
	public @Nullable StoredExecution find(RunTarget target) {
		UUID runId = target.runId();
		if (runId != null) {
			return execution(runId);
		}
		return this.transactions.read(() -> {
			CurrentRun current = this.currentRuns.find(target.workflowId());
			if (current != null && target.means(current)) {
				ExecutionEntity open = this.executions.find(current.runId());
				return (open != null) ? Rows.stored(open) : null;
			}
			UUID first = target.firstRunId();
			List<ExecutionEntity> found = (first != null)
					? this.executions.findLast(target.workflowId(), first, Limit.of(1))
					: this.executions.findLatest(target.workflowId(), Limit.of(1));
			return found.isEmpty() ? null : Rows.stored(found.get(0));
		});
	}

	/**
	 * Events that can be replayed.
	 * @throws UnreadableHistoryException if an event is unknown or damaged, or one is
	 * missing
	 */
	public List<HistoryEvent> decode(UUID runId, List<StoredEvent> stored) {
		List<HistoryEvent> history = new ArrayList<>(stored.size());
		for (StoredEvent event : stored) {
			if (event.eventId() != history.size() + 1) {
				throw new UnreadableHistoryException("The history has no event " + (history.size() + 1)
						+ "; the next one is " + event.eventId() + ". Were rows deleted or changed by hand?", null);
			}
			history.add(decode(runId, event));
		}
		return history;
	}

	/**
	 * The events of a run as they can be replayed.
	 * @param row the run as this node knows it
	 * @throws RunMovedException if the run is not what this node takes it for
	 * @throws UnreadableHistoryException if an event is unknown or damaged, or one is
	 * missing
	 */
	public List<HistoryEvent> decode(StoredRun row, List<StoredEvent> stored) {
		if (stored.size() == row.nextEventId() - 1) {
			return decode(row.runId(), stored);
		}
		StoredRun current = this.transactions.read(() -> this.runs.find(row.runId()));
		if (current == null || current.version() != row.version() || current.epoch() != row.epoch()) {
			throw new RunMovedException(row.runId());
		}
		decode(row.runId(), stored); // says which event is missing, unless it is one of
										// the last
		throw new UnreadableHistoryException(
				"The history has " + stored.size() + " events, but the run says that it has " + (row.nextEventId() - 1)
						+ ". Were rows deleted or changed by hand?",
				null);
	}

	public HistoryEvent decode(UUID runId, StoredEvent event) {
		return this.codec.decodeEvent(runId, event.eventId(), event.task(), event.eventType(), event.recordedAt(),
				event.payload());
	}

	/** What a request came to that left no event. */
	public EventAttributes decodeOutcome(StoredRequest request, EventType type) {
		return this.codec.decodeOutcome(request.runId(), request.key(), type, Objects.requireNonNull(request.outcome()))
			.attributes();
	}

	/** What a message tells the run. */
	public Inbound decode(StoredMessage message) {
		HistoryEvent event = this.codec.decodeMessage(message.runId(), message.key(), message.eventType(),
				message.sentAt(), message.payload());
		return new Inbound(event.attributes(), event.data());
	}

	/** The build that recorded an event, or {@code null} if it does not say. */
	public @Nullable String build(UUID runId, StoredEvent event) {
		return this.codec.build(this.codec.plainEvent(runId, event.eventId(), event.eventType(), event.payload()));
	}

	/** The row of an event that says which build recorded it. */
	public StoredEvent encode(UUID runId, HistoryEvent event, String build) {
		return new StoredEvent(event.id(), event.task(), event.type().storedName(), event.time(),
				this.codec.encodeEvent(runId, event.id(), event.attributes(), event.data(), build));
	}

	/** The row of an event. */
	public StoredEvent encode(UUID runId, HistoryEvent event) {
		return new StoredEvent(event.id(), event.task(), event.type().storedName(), event.time(),
				this.codec.encodeEvent(runId, event.id(), event.attributes(), event.data()));
	}

}
