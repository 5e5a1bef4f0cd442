package dev.holdfast.engine.run;

import java.util.List;

import dev.holdfast.engine.history.EventSize;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.HistoryLimitException;
import dev.holdfast.engine.history.HistoryLimits;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;

/**
 * Keeps histories from growing without end. A task that ends its run may always be
 * written.
 */
final class HistoryGrowth {

	private HistoryGrowth() {
	}

	/** Refuses a task that would make the history longer than any may be. */
	static void check(List<HistoryEvent> events, WorkflowInstance code) throws TaskFailedException {
		EventType last = events.get(events.size() - 1).type();
		if (last == EventType.WORKFLOW_COMPLETED || last == EventType.WORKFLOW_CANCELED) {
			return;
		}
		long length = code.nextEventId() - 1;
		if (length > HistoryLimits.MAX_EVENTS) {
			throw refused("have " + length + " events, and no history may have more than " + HistoryLimits.MAX_EVENTS);
		}
		if (code.historySize() > HistoryLimits.MAX_BYTES) {
			throw refused("have " + code.historySize() + " bytes, and no history may have more than "
					+ HistoryLimits.MAX_BYTES);
		}
		long added = 0;
		for (HistoryEvent event : events) {
			added += EventSize.of(event);
		}
		if (added > HistoryLimits.MAX_TASK_BYTES) {
			throw refused("grow by " + added + " bytes in one workflow task, and none may add more than "
					+ HistoryLimits.MAX_TASK_BYTES);
		}
	}

	private static TaskFailedException refused(String what) {
		return new TaskFailedException(new HistoryLimitException("The history would " + what
				+ ". Let the workflow continue as new in time (Workflows.info().isContinueAsNewSuggested()), and keep large"
				+ " values elsewhere. This execution can be reset to an earlier event, or terminated."));
	}

}
