package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildCancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Parent;
import dev.holdfast.engine.history.RunAttributes.Root;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.ChildAttributes.ExternalCancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ExternalSignalRequested;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.PendingWork;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.ExternalRequest;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.workflow.ChildCancellationType;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a run and others: between a parent and its children their starts,
 * their results, and what becomes of them; and what a run sends to any execution.
 */
final class Family {

	private final RunEnvironment environment;

	Family(RunEnvironment environment) {
		this.environment = environment;
	}

	/** Starts a child in the transaction that records its initiation. */
	void startChild(HistoryEvent event, ChildInitiated child, RunIdentity parent, @Nullable Parent grandparent,
			RunStep step) {
		step.commit().start(child(event, child, parent, grandparent), child.reusePolicy());
	}

	private NewRun child(HistoryEvent event, ChildInitiated child, RunIdentity parent, @Nullable Parent grandparent) {
		Root root = (grandparent != null) ? grandparent.topmost() : null;
		long now = this.environment.clock().micros();
		Long timeout = child.executionTimeout();
		byte[] data = event.data();
		WorkflowStarted started = new WorkflowStarted(child.workflowType(), child.workflowId(), child.taskQueue(),
				child.memo(), child.searchAttributes(),
				new Timing((timeout != null) ? now + timeout : null, child.runTimeout(), child.taskTimeout(), null),
				child.retry(), new Parent(parent.workflowId(), parent.runId(), event.id(), root),
				Lineage.first(child.runId()), child.headers(), child.notes(), child.priority());
		return NewRun.of(child.runId(), started, (data != null) ? data : PayloadMapper.NULL, now,
				this.environment.ownerAtBirth(child.taskQueue(), child.workflowType()), this.environment.codec());
	}

	void cancelChild(HistoryEvent event, PendingWork pending, RunIdentity parent, RunStep step) {
		ChildCancelRequested request = (ChildCancelRequested) event.attributes();
		for (PendingItem<ChildInitiated> item : pending.children()) {
			if (item.id() != request.childId()) {
				continue;
			}
			ChildInitiated child = item.attributes();
			CancelRequested cancel = new CancelRequested(request.reason());
			if (child.cancellationOrDefault() == ChildCancellationType.WAIT_CANCELLATION_REQUESTED) {
				request(event, parent, child.workflowId(), child.runId(), cancel, step);
			}
			else {
				step.commit().send(child.workflowId(), message(child.runId(), "cancel", cancel, null));
			}
		}
	}

	/** Sends a signal to another execution. */
	void signal(HistoryEvent event, RunIdentity sender, RunStep step) {
		ExternalSignalRequested signal = (ExternalSignalRequested) event.attributes();
		request(event, sender, signal.workflowId(), signal.runId(),
				new SignalReceived(signal.signal(), signal.headers(), null), step);
	}

	/** Requests cancellation of another execution. */
	void cancel(HistoryEvent event, RunIdentity sender, RunStep step) {
		ExternalCancelRequested cancel = (ExternalCancelRequested) event.attributes();
		request(event, sender, cancel.workflowId(), cancel.runId(), new CancelRequested(cancel.reason()), step);
	}

	private void request(HistoryEvent event, RunIdentity sender, String workflowId, @Nullable UUID runId,
			EventAttributes attributes, RunStep step) {
		StoredMessage message = message(sender.runId(), "from:" + sender.runId() + ":" + event.id(), attributes,
				event.data());
		step.commit().request(new ExternalRequest(event.id(), workflowId, runId, message));
	}

	/**
	 * Tells the parent how a run ended, if its chain ends with it, and its children what
	 * becomes of them.
	 */
	void send(WorkflowStarted started, WorkflowStatus status, byte @Nullable [] result, @Nullable FailureRecord failure,
			PendingWork pending, RunStep step) {
		Parent parent = started.parent();
		if (parent != null && step.commit().successor() == null) {
			EventAttributes outcome = (failure != null) ? new ChildFailed(parent.eventId(), failure)
					: new ChildCompleted(parent.eventId());
			step.commit()
				.send(parent.workflowId(), message(parent.runId(), StoredMessage.key("child", parent.eventId()),
						outcome, (failure != null) ? null : result));
		}
		for (PendingItem<ChildInitiated> child : pending.children()) {
			ClosePolicies
				.message(child.attributes(), "its parent closed as " + status, this.environment.order(),
						this.environment.codec())
				.ifPresent((message) -> step.commit().send(child.attributes().workflowId(), message));
		}
	}

	private StoredMessage message(UUID runId, String key, EventAttributes attributes, byte @Nullable [] data) {
		return StoredMessage.of(runId, key, this.environment.order(), this.environment.codec(), attributes, data);
	}

}
