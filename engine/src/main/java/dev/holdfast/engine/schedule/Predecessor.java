package dev.holdfast.engine.schedule;

import java.util.List;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowTimedOut;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.schedule.ScheduleState.Taken;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an execution of a schedule learns of those before it.
 *
 * @param result what the last one that completed returned, as JSON text, or {@code null}
 * @param failure what the last one that closed failed with, or {@code null}
 */
record Predecessor(@Nullable String result, @Nullable FailureRecord failure) {

	private static final Logger logger = LoggerFactory.getLogger(Predecessor.class);

	private static final Predecessor NONE = new Predecessor(null, null);

	/** Looks at the executions that a schedule started last, the newest first. */
	static Predecessor of(List<Taken> recent, RunReader reader) {
		FailureRecord failure = null;
		boolean closed = false;
		for (int i = recent.size() - 1; i >= 0; i--) {
			StoredExecution execution = reader.find(RunTarget.latest(recent.get(i).workflowId()));
			if (execution == null || execution.status().isOpen()) {
				continue;
			}
			if (execution.status() == WorkflowStatus.COMPLETED) {
				HistoryEvent last = last(execution, reader);
				byte[] data = (last != null) ? last.data() : null;
				return new Predecessor((data != null) ? PayloadMapper.text(data) : null, failure);
			}
			if (!closed) {
				failure = failure(last(execution, reader));
				closed = true;
			}
		}
		return (failure != null) ? new Predecessor(null, failure) : NONE;
	}

	private static @Nullable HistoryEvent last(StoredExecution execution, RunReader reader) {
		StoredEvent stored = reader.event(execution.runId(), execution.historyLength());
		try {
			return (stored != null) ? reader.decode(execution.runId(), stored) : null;
		}
		catch (UnreadableHistoryException ex) {
			logger.warn("The next execution learns nothing of the outcome of workflow '{}' (run {}): {}",
					execution.workflowId(), execution.runId(), ex.getMessage());
			return null;
		}
	}

	private static @Nullable FailureRecord failure(@Nullable HistoryEvent last) {
		if (last == null) {
			return null;
		}
		if (last.attributes() instanceof WorkflowFailed failed) {
			return failed.failure();
		}
		return (last.attributes() instanceof WorkflowTimedOut timedOut)
				? Failures.timeout(timedOut.timeout(), "the execution before", null) : null;
	}

}
