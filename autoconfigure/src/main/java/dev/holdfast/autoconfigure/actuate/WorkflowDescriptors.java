package dev.holdfast.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.engine.rehearsal.Rehearsal;
import dev.holdfast.engine.replay.HistoryDiff;
import org.jspecify.annotations.Nullable;

/** What the workflows endpoint answers. */
final class WorkflowDescriptors {

	private WorkflowDescriptors() {
	}

	/**
	 * One page of executions.
	 *
	 * @param nextCursor what to ask for the next page with, or {@code null} if this is
	 * the last
	 */
	record Page(List<WorkflowExecution> workflows, @Nullable String nextCursor) {
	}

	/** One execution and what it waits for. */
	record Details(WorkflowExecution execution, Map<String, Object> memo, List<PendingActivity> pendingActivities,
			List<Instant> pendingTimers, List<String> pendingChildren, int undeliveredMessages, @Nullable String owner,
			int failedTaskAttempts, @Nullable String lastTaskFailure, @Nullable String summary,
			@Nullable String details) {
	}

	/**
	 * A part of what happened in an execution.
	 *
	 * @param nextAfter what to ask for the next part with, or {@code null} if this is the
	 * last
	 */
	record History(WorkflowExecution execution, List<Event> events, @Nullable Long nextAfter) {
	}

	/** Where the coroutines of an execution wait, as text. */
	record StackTrace(String stackTrace) {
	}

	/**
	 * A history beside what the code of this node does now.
	 *
	 * @param goesOn whether the execution can go on with this code
	 * @param failure why it could not be replayed, if it is not that they differ
	 * @param eventId where they part, or {@code null} if they do not
	 * @param recordedBy the build that recorded the task of that event, if it is known
	 */
	record Diff(String workflowId, String runId, String workflowType, long events, boolean goesOn,
			@Nullable String failure, @Nullable Long eventId, @Nullable String expected, @Nullable String actual,
			@Nullable String place, @Nullable String recordedBy, List<HistoryDiff.Line> lines, @Nullable String remedy,
			List<Rehearsal.ChangedInput> changedInputs) {
	}

	/** One event. */
	record Event(long id, long task, String type, Instant time, Object attributes, @Nullable Object data) {
	}

}
