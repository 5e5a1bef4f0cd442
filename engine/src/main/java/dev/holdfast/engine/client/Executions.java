package dev.holdfast.engine.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.client.InvalidCursorException;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.RunAttributes.Notes;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.MemoUpserted;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.run.PendingScan;
import dev.holdfast.engine.search.BuiltInField;
import dev.holdfast.engine.search.ExecutionQuery;
import dev.holdfast.engine.replay.WorkflowVersions;
import dev.holdfast.engine.store.ExecutionSearch;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredActivity;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;

/** Looks at executions without touching them. Thread-safe. */
public final class Executions {

	private static final int MAX_PAGE = 1000;

	private final Store store;

	private final EventCodec codec;

	private final WorkflowVersions versions;

	public Executions(Store store, EventCodec codec, Definitions definitions) {
		this.versions = new WorkflowVersions(definitions);
		this.store = store;
		this.codec = codec;
	}

	/**
	 * Finds executions.
	 * @param cursor where the page before ended, or {@code null} for the first
	 * @param limit how many; at least 1, and no more than 1000
	 * @throws IllegalArgumentException if the limit is less than 1
	 * @throws InvalidCursorException if no page of this query was answered with the
	 * cursor
	 */
	public WorkflowExecutionPage find(ExecutionQuery query, @Nullable String cursor, int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("The size of a page must be at least 1, but is " + limit);
		}
		int size = Math.min(limit, MAX_PAGE);
		List<ExecutionSearch.Found> found = this.store.search()
			.find(query, (cursor != null) ? Cursor.read(cursor, query) : null, size + 1);
		List<ExecutionSearch.Found> page = found.subList(0, Math.min(size, found.size()));
		String next = (found.size() > size)
				? Cursor.write(ExecutionSearch.position(page.get(size - 1).execution(), query), query) : null;
		return new WorkflowExecutionPage(
				page.stream().map((one) -> toExecution(one.execution(), one.searchAttributes())).toList(), next);
	}

	/** How many executions a query finds. */
	public long count(ExecutionQuery query) {
		return this.store.search().count(query);
	}

	/**
	 * How many executions a query finds, by the value of a field.
	 * @throws IllegalArgumentException if it cannot be counted by that field
	 */
	public SortedMap<String, Long> countBy(ExecutionQuery query, String field) {
		return this.store.search().countBy(BuiltInField.countable(field), query);
	}

	/** The latest execution with an id. */
	public StoredExecution latest(String workflowId) {
		return require(RunTarget.latest(workflowId));
	}

	/** The run that is meant: the open one, or else the last one. */
	StoredExecution require(RunTarget target) {
		StoredExecution execution = this.store.reader().find(target);
		if (execution == null || !execution.workflowId().equals(target.workflowId())) {
			throw new WorkflowNotFoundException(target.workflowId());
		}
		return execution;
	}

	private WorkflowExecution withAttributes(StoredExecution stored) {
		return toExecution(stored, this.store.search().searchAttributes(stored.runId()));
	}

	private static WorkflowExecution toExecution(StoredExecution stored, Map<String, Object> searchAttributes) {
		UUID parentRunId = stored.parentRunId();
		return new WorkflowExecution(stored.workflowId(), stored.runId().toString(), stored.workflowType(),
				stored.taskQueue(), stored.status(), Micros.toInstant(stored.startedAt()),
				Micros.toInstantOrNull(stored.closedAt()), stored.parentWorkflowId(),
				(parentRunId != null) ? parentRunId.toString() : null, stored.historyLength(), searchAttributes);
	}

	private StoredExecution require(String workflowId, UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		if (execution == null) {
			throw new WorkflowNotFoundException(workflowId);
		}
		return execution;
	}

	/** What an execution is and waits for. */
	public WorkflowDescription describe(String workflowId, UUID runId) {
		StoredExecution execution = require(workflowId, runId);
		StoredRun run = this.store.claims().find(runId);
		RunReader.Loaded loaded = this.store.reader().load(runId);
		List<HistoryEvent> history = readable(runId, loaded.history());
		PendingScan pending = (run != null) ? new PendingScan(history) : new PendingScan(List.of());
		Notes notes = (!history.isEmpty() && history.get(0).attributes() instanceof WorkflowStarted started)
				? started.notes() : null;
		WorkflowExecution known = withAttributes(execution);
		WorkflowExecution current = (run == null) ? known
				: new WorkflowExecution(known.workflowId(), known.runId(), known.workflowType(), known.taskQueue(),
						known.status(), known.startedAt(), known.closedAt(), known.parentWorkflowId(),
						known.parentRunId(), loaded.history().size(), known.searchAttributes());
		return new WorkflowDescription(current, memo(history), activities(pending.activities(), loaded.activities()),
				pending.timers().stream().map((timer) -> Micros.toInstant(timer.dueAt())).toList(),
				pending.children().stream().map(ChildInitiated::workflowId).toList(), loaded.messages().size(),
				(run != null) ? ownerName(run.owner()) : null, (run != null) ? run.failedTasks() : 0,
				(run != null) ? lastFailure(execution, history) : execution.lastFailure(),
				(notes != null) ? notes.summary() : null, (notes != null) ? notes.details() : null);
	}

	private @Nullable String lastFailure(StoredExecution execution, List<HistoryEvent> history) {
		String last = execution.lastFailure();
		return (last != null) ? last : this.versions.missing(execution.workflowType(), history);
	}

	/**
	 * The memo as it is now, as JSON text by key.
	 * @throws PayloadException if the history cannot be read
	 */
	Map<String, String> memo(String workflowId, UUID runId) {
		require(workflowId, runId);
		try {
			return memo(this.store.reader().decode(runId, this.store.reader().history(runId)));
		}
		catch (UnreadableHistoryException ex) {
			throw new PayloadException("The memo of workflow '" + workflowId + "' cannot be read: " + ex.getMessage(),
					ex);
		}
	}

	/** The memo as it is after all that happened. */
	private static Map<String, String> memo(List<HistoryEvent> history) {
		Map<String, String> memo = new TreeMap<>();
		for (HistoryEvent event : history) {
			if (event.attributes() instanceof WorkflowStarted started) {
				memo.putAll(started.memo());
			}
			else if (event.attributes() instanceof MemoUpserted change) {
				MemoUpserted.apply(change.memo(), memo);
			}
		}
		return memo;
	}

	/**
	 * The history, or nothing if it cannot be read: the execution is shown all the same.
	 */
	private List<HistoryEvent> readable(UUID runId, List<StoredEvent> stored) {
		try {
			return this.store.reader().decode(runId, stored);
		}
		catch (UnreadableHistoryException ex) {
			return List.of();
		}
	}

	private @Nullable String ownerName(@Nullable UUID owner) {
		if (owner == null) {
			return null;
		}
		for (StoredNode node : this.store.nodes().all()) {
			if (node.bootId().equals(owner)) {
				return node.name();
			}
		}
		return owner.toString();
	}

	private List<PendingActivity> activities(Map<Long, ActivityScheduled> pending, List<StoredActivity> rows) {
		Map<Long, StoredActivity> byId = new HashMap<>();
		rows.forEach((row) -> byId.put(row.activityId(), row));
		List<PendingActivity> activities = new ArrayList<>();
		pending.forEach((id, scheduled) -> {
			StoredActivity row = byId.get(id);
			PendingActivity.State state = PendingActivity.State.STARTED;
			Instant next = null;
			String lastFailure = null;
			if (row != null) {
				if (row.state() == StoredActivity.State.SCHEDULED) {
					state = (row.attempt() > 0) ? PendingActivity.State.BACKING_OFF : PendingActivity.State.SCHEDULED;
					next = Micros.toInstant(row.dueAt());
				}
				lastFailure = lastFailure(row);
			}
			activities.add(new PendingActivity(id, scheduled.activityType(), scheduled.taskQueue(), state,
					(row != null) ? row.attempt() : 1, Micros.toInstant(scheduled.scheduledAt()), next, lastFailure,
					scheduled.summary()));
		});
		return activities;
	}

	private @Nullable String lastFailure(StoredActivity row) {
		try {
			FailureRecord failure = this.codec.decodeFailure(row.runId(), row.activityId(), row.lastFailure());
			return (failure != null) ? failure.summary() : null;
		}
		catch (UnreadableHistoryException ex) {
			return ex.getMessage();
		}
	}

	/** What happened in a run. */
	public WorkflowHistory history(String workflowId, UUID runId) {
		StoredExecution execution = require(workflowId, runId);
		return new WorkflowHistory(withAttributes(execution),
				this.store.reader().history(runId).stream().map((event) -> toEvent(runId, event)).toList());
	}

	/** A part of what happened in a run: so many events after a certain one. */
	public WorkflowHistory history(String workflowId, UUID runId, long after, int limit) {
		StoredExecution execution = require(workflowId, runId);
		return new WorkflowHistory(withAttributes(execution),
				this.store.reader()
					.historyPage(runId, after, Math.max(1, Math.min(limit, MAX_PAGE)))
					.stream()
					.map((event) -> toEvent(runId, event))
					.toList());
	}

	private WorkflowHistory.Event toEvent(UUID runId, StoredEvent event) {
		byte[] plain = this.codec.plainEvent(runId, event.eventId(), event.eventType(), event.payload());
		return new WorkflowHistory.Event(event.eventId(), event.task(), event.eventType(),
				Micros.toInstant(event.recordedAt()), EventCodec.attributesText(plain), EventCodec.dataText(plain));
	}

}
