package dev.holdfast.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.autoconfigure.actuate.WorkflowDescriptors.Details;
import dev.holdfast.autoconfigure.actuate.WorkflowDescriptors.Diff;
import dev.holdfast.autoconfigure.actuate.WorkflowDescriptors.Event;
import dev.holdfast.autoconfigure.actuate.WorkflowDescriptors.History;
import dev.holdfast.autoconfigure.actuate.WorkflowDescriptors.Page;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowMetadata;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.engine.client.Executions;
import dev.holdfast.engine.rehearsal.Rehearsal;
import dev.holdfast.engine.rehearsal.Rehearsals;
import dev.holdfast.engine.replay.HistoryDiff;
import dev.holdfast.engine.search.ExecutionFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Executions as operators see them: what users put in is hidden unless it may be shown.
 */
final class WorkflowViews {

	/** Attributes with values of the application in them, as JSON text or as text. */
	private static final Set<String> VALUES = Set.of("memo", "searchAttributes", "attributes", "headers", "details",
			"summary", "notes");

	private final Executions executions;

	private final Rehearsals rehearsals;

	private final StoredValues values = new StoredValues();

	WorkflowViews(Executions executions, Rehearsals rehearsals) {
		this.executions = executions;
		this.rehearsals = rehearsals;
	}

	Page page(ExecutionFilter filter, @Nullable String cursor, int limit, boolean showValues) {
		WorkflowExecutionPage page = this.executions.find(filter.toQuery(), cursor, limit);
		return new Page(page.executions().stream().map((execution) -> execution(execution, showValues)).toList(),
				page.nextCursor());
	}

	private static WorkflowExecution execution(WorkflowExecution execution, boolean showValues) {
		return execution.withSearchAttributes(StoredValues.attributes(execution.searchAttributes(), showValues));
	}

	/**
	 * One execution.
	 * @param runId the run, or {@code null} for the latest
	 * @throws WorkflowNotFoundException if there is none
	 */
	Details details(String workflowId, @Nullable UUID runId, boolean showValues) {
		WorkflowDescription found = this.executions.describe(workflowId, run(workflowId, runId));
		requireId(workflowId, found.execution().workflowId());
		return new Details(execution(found.execution(), showValues), this.values.shown(found.memo(), showValues),
				activities(found.pendingActivities(), showValues), found.pendingTimers(), found.pendingChildren(),
				found.undeliveredMessages(), found.owner(), found.failedTaskAttempts(), found.lastTaskFailure(),
				shown(found.summary(), showValues), shown(found.details(), showValues));
	}

	/** What people wrote may name customers, as values do. */
	private static @Nullable String shown(@Nullable String note, boolean showValues) {
		return (note == null || showValues) ? note : SanitizableData.SANITIZED_VALUE;
	}

	private static List<PendingActivity> activities(List<PendingActivity> pending, boolean showValues) {
		return pending.stream().map((activity) -> activity.withSummary(shown(activity.summary(), showValues))).toList();
	}

	/**
	 * Events after a certain one.
	 * @throws WorkflowNotFoundException if there is no such execution
	 */
	History history(String workflowId, @Nullable UUID runId, long after, int limit, boolean showValues) {
		WorkflowHistory found = this.executions.history(workflowId, run(workflowId, runId), after, limit);
		requireId(workflowId, found.execution().workflowId());
		List<Event> events = new ArrayList<>();
		found.events().forEach((event) -> events.add(event(event, showValues)));
		Long next = (events.size() == limit) ? events.get(limit - 1).id() : null;
		return new History(execution(found.execution(), showValues), events, next);
	}

	/** What an execution says about itself. */
	WorkflowMetadata metadata(WorkflowMetadata found, boolean showValues) {
		return new WorkflowMetadata(found.workflowType(), found.description(), found.signals(), found.queries(),
				found.updates(), shown(found.currentDetails(), showValues));
	}

	/**
	 * The history beside what the code of this node does now. It has no values.
	 * @throws WorkflowNotFoundException if there is no such execution
	 */
	Diff diff(String workflowId, @Nullable UUID runId) {
		Rehearsal rehearsal = this.rehearsals.of(run(workflowId, runId));
		if (rehearsal == null || !rehearsal.workflowId().equals(workflowId)) {
			throw new WorkflowNotFoundException(workflowId);
		}
		HistoryDiff diff = rehearsal.difference();
		return new Diff(rehearsal.workflowId(), rehearsal.runId().toString(), rehearsal.workflowType(),
				rehearsal.events(), rehearsal.goesOn(), rehearsal.failure(), (diff != null) ? diff.eventId() : null,
				(diff != null) ? diff.expected() : null, (diff != null) ? diff.actual() : null,
				(diff != null) ? diff.place() : null, rehearsal.recordedBy(), (diff != null) ? diff.lines() : List.of(),
				(diff != null) ? diff.remedy() : null, rehearsal.changedInputs());
	}

	private UUID run(String workflowId, @Nullable UUID runId) {
		return (runId != null) ? runId : this.executions.latest(workflowId).runId();
	}

	private static void requireId(String asked, String found) {
		if (!asked.equals(found)) {
			throw new WorkflowNotFoundException(asked);
		}
	}

	private Event event(WorkflowHistory.Event event, boolean showValues) {
		String data = event.data();
		return new Event(event.id(), event.task(), event.type(), event.time(),
				attributes(event.attributes(), showValues),
				(data != null) ? this.values.shown(data, showValues) : null);
	}

	/** Attributes are the engine's own, but for those that carry values. */
	private Object attributes(String text, boolean showValues) {
		Object attributes = this.values.read(text);
		if (attributes instanceof Map<?, ?> map) {
			return engineAttributes(map, showValues);
		}
		return showValues ? text : SanitizableData.SANITIZED_VALUE;
	}

	private Map<String, @Nullable Object> engineAttributes(Map<?, ?> map, boolean showValues) {
		Map<String, @Nullable Object> shown = new TreeMap<>();
		map.forEach((key, value) -> {
			String name = String.valueOf(key);
			if (value instanceof Map<?, ?> inner) {
				shown.put(name,
						VALUES.contains(name) ? values(inner, showValues) : engineAttributes(inner, showValues));
			}
			else {
				shown.put(name, (value != null && VALUES.contains(name))
						? this.values.shown(String.valueOf(value), showValues) : value);
			}
		});
		return shown;
	}

	private Map<String, Object> values(Map<?, ?> map, boolean showValues) {
		Map<String, String> texts = new TreeMap<>();
		map.forEach((name, value) -> {
			Object json = (value instanceof Map<?, ?> typed) ? typed.get("json") : value;
			texts.put(String.valueOf(name), String.valueOf(json));
		});
		return this.values.shown(texts, showValues);
	}

}
