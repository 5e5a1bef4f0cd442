package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.EventType;
import org.hibernate.StatelessSession;
import dev.holdfast.engine.history.RunAttributes.Parent;
import dev.holdfast.workflow.Priority;

/** Records of the engine as entities, and back. */
final class Rows {

	private Rows() {
	}

	/** Inserts all rows of new runs, but for those that say that they have their ids. */
	static void insert(Collection<NewRun> starting, StatelessSession session, MessageOrder order) {
		session.insertMultiple(starting.stream().map((start) -> execution(start, order.next())).toList());
		session.insertMultiple(starting.stream().map(Rows::run).toList());
		session.insertMultiple(starting.stream().flatMap((run) -> history(run).stream()).toList());
		session.insertMultiple(starting.stream()
			.flatMap((start) -> SearchAttributeRows.of(start.runId(), start.searchAttributes()).stream())
			.toList());
	}

	static ExecutionEntity execution(NewRun start, long place) {
		ExecutionEntity row = new ExecutionEntity();
		row.runId = start.runId();
		row.workflowId = start.workflowId();
		row.workflowType = start.workflowType();
		row.taskQueue = start.taskQueue();
		row.status = WorkflowStatus.RUNNING.name();
		row.startedAt = start.startedAt();
		Parent parent = start.parent();
		if (parent != null) {
			row.parentRunId = parent.runId();
			row.parentWorkflowId = parent.workflowId();
			row.parentEventId = parent.eventId();
		}
		row.place = place;
		row.firstRunId = start.firstRunId();
		row.requestId = start.requestId();
		row.historyLength = start.toStoredRun().nextEventId() - 1;
		return row;
	}

	static StoredExecution stored(ExecutionEntity row) {
		return stored(row, row.historyLength);
	}

	static StoredExecution stored(ExecutionEntity row, long historyLength) {
		return new StoredExecution(row.runId, row.workflowId, row.workflowType, row.taskQueue,
				WorkflowStatus.valueOf(row.status), row.startedAt, row.closedAt, row.parentRunId, row.parentWorkflowId,
				row.parentEventId, row.firstRunId, row.nextRunId, historyLength, row.lastFailure);
	}

	static RunEntity run(NewRun start) {
		StoredRun run = start.toStoredRun();
		RunEntity row = new RunEntity();
		row.runId = run.runId();
		row.workflowId = run.workflowId();
		row.workflowType = run.workflowType();
		row.taskQueue = run.taskQueue();
		row.version = run.version();
		row.nextEventId = run.nextEventId();
		row.lastTask = run.lastTask();
		row.owner = run.owner();
		row.epoch = run.epoch();
		row.wakeAt = run.wakeAt();
		row.priority = run.priority().effectiveKey();
		row.fairnessKey = run.priority().fairnessKey();
		row.fairnessWeight = run.priority().fairnessWeight();
		return row;
	}

	static CurrentRunEntity currentRun(NewRun start) {
		CurrentRunEntity row = new CurrentRunEntity();
		row.workflowId = start.workflowId();
		row.runId = start.runId();
		row.firstRunId = start.firstRunId();
		return row;
	}

	/** The events that a run begins with. */
	static List<EventEntity> history(NewRun start) {
		NewRun.Past past = start.past();
		List<StoredEvent> first = (past != null) ? past.history() : List.of(new StoredEvent(1, 1,
				EventType.WORKFLOW_STARTED.storedName(), start.startedAt(), start.startedPayload()));
		RunCommit step = start.firstStep();
		return Stream.concat(first.stream(), (step != null) ? step.events.stream() : Stream.empty())
			.map((event) -> event(start.runId(), event))
			.toList();
	}

	static EventEntity event(UUID runId, StoredEvent event) {
		EventEntity row = new EventEntity();
		row.runId = runId;
		row.eventId = event.eventId();
		row.task = event.task();
		row.eventType = event.eventType();
		row.recordedAt = event.recordedAt();
		row.payload = event.payload();
		return row;
	}

	static InboxEntity message(StoredMessage message) {
		InboxEntity row = new InboxEntity();
		row.runId = message.runId();
		row.messageKey = message.key();
		row.sentAt = message.sentAt();
		row.eventType = message.eventType();
		row.payload = message.payload();
		return row;
	}

	static StoredRequest stored(RequestEntity row) {
		return new StoredRequest(row.runId, row.requestKey, row.name, StoredRequest.Stage.valueOf(row.stage),
				row.eventId, row.outcome, row.requestedAt);
	}

	static ActivityTaskEntity activity(StoredActivity activity) {
		ActivityTaskEntity row = new ActivityTaskEntity();
		row.runId = activity.runId();
		row.activityId = activity.activityId();
		row.activityType = activity.activityType();
		row.taskQueue = activity.taskQueue();
		row.state = activity.state().name();
		row.attempt = activity.attempt();
		row.dueAt = activity.dueAt();
		row.remote = activity.remote();
		row.owner = activity.owner();
		row.heartbeat = activity.heartbeat();
		row.lastFailure = activity.lastFailure();
		row.deadlineAt = activity.deadlineAt();
		row.cancelRequested = activity.cancelRequested();
		row.priority = activity.priority().effectiveKey();
		row.fairnessKey = activity.priority().fairnessKey();
		row.fairnessWeight = activity.priority().fairnessWeight();
		return row;
	}

	static StoredActivity stored(ActivityTaskEntity row) {
		return new StoredActivity(row.runId, row.activityId, row.activityType, row.taskQueue,
				StoredActivity.State.valueOf(row.state), row.attempt, row.dueAt, row.remote, row.owner, row.heartbeat,
				row.lastFailure, row.deadlineAt, row.cancelRequested,
				new Priority(row.priority, row.fairnessKey, row.fairnessWeight));
	}

}
