package dev.holdfast.engine.replay;

import java.lang.reflect.Type;

import dev.holdfast.engine.history.ActivityAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.WorkflowFailure;
import org.jspecify.annotations.Nullable;

/** Tells the code how what it waited for has ended. */
final class ClosedWork {

	private final PendingWork pending;

	private final PayloadMapper payloads;

	ClosedWork(PendingWork pending, PayloadMapper payloads) {
		this.pending = pending;
		this.payloads = payloads;
	}

	void closeActivity(HistoryEvent event, long id, @Nullable ActivityFailed failed) {
		PendingItem<ActivityAttributes.ActivityScheduled> item = this.pending.removeActivity(id);
		if (item == null) {
			return;
		}
		item.step(PendingItem.Cause.CLOSE);
		String type = item.attributes().activityType();
		if (failed != null) {
			item.promise()
				.fail(new ActivityFailure(type, id, failed.attempts(), failed.retryState(), failure(failed.failure())));
		}
		else {
			item.promise().complete(() -> read(event, item.resultType(), "The result of activity " + type));
		}
	}

	void fireTimer(long id) {
		PendingItem<TimerStarted> item = this.pending.removeTimer(id);
		if (item != null) {
			item.step(PendingItem.Cause.CLOSE);
			item.promise().complete(() -> null);
		}
	}

	void closeChild(HistoryEvent event, long id, @Nullable ChildFailed failed) {
		PendingItem<ChildInitiated> item = this.pending.removeChild(id);
		if (item == null) {
			return;
		}
		item.step(PendingItem.Cause.CLOSE);
		ChildInitiated child = item.attributes();
		if (event.type() == EventType.CHILD_START_FAILED) {
			item.promise()
				.fail(new ChildWorkflowFailure(child.workflowType(), child.workflowId(),
						failure(Failures.workflowIdInUse(child.workflowId()))));
		}
		else if (failed != null) {
			item.promise()
				.fail(new ChildWorkflowFailure(child.workflowType(), child.workflowId(), failure(failed.failure())));
		}
		else {
			item.promise()
				.complete(() -> read(event, item.resultType(),
						"The result of child workflow '" + child.workflowId() + "'"));
		}
	}

	private WorkflowFailure failure(FailureRecord record) {
		return Failures.toFailure(record, this.payloads);
	}

	private @Nullable Object read(HistoryEvent event, Type type, String what) {
		return this.payloads.read(data(event), type, what);
	}

	/** What an event carries that carries something. */
	static byte[] data(HistoryEvent event) {
		byte[] data = event.data();
		if (data == null) {
			throw new UnreadableHistoryException("Event " + event.id() + " (" + event.type() + ") has no data", null);
		}
		return data;
	}

}
