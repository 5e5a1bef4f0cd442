package dev.holdfast.engine.history;

import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.history.RunAttributes.Notes;
import dev.holdfast.workflow.ChildCancellationType;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/** Child workflows, and other executions that a workflow speaks to. */
public sealed interface ChildAttributes extends EventAttributes {

	/**
	 * A child workflow was initiated; it starts in the same transaction. Data: its
	 * arguments.
	 */
	record ChildInitiated(String workflowType, String workflowId, UUID runId, String taskQueue,
			Map<String, String> memo, @Nullable Map<String, SearchAttributeValue> searchAttributes,
			@Nullable Long executionTimeout, @Nullable Long runTimeout, @Nullable Long taskTimeout,
			@Nullable RetryPolicy retry, ParentClosePolicy parentClosePolicy,
			@Nullable ChildCancellationType cancellation, @Nullable WorkflowIdReusePolicy reusePolicy,
			@Nullable Map<String, String> headers, @Nullable Notes notes,
			@Nullable Priority priority) implements ChildAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_INITIATED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.workflowType + " '" + this.workflowId + "'";
		}

		/** What is done about the child when its scope is cancelled. */
		@JsonIgnore
		public ChildCancellationType cancellationOrDefault() {
			return (this.cancellation != null) ? this.cancellation : ChildCancellationType.WAIT_CANCELLATION_COMPLETED;
		}

	}

	/**
	 * A child workflow was not started, because its id is in use.
	 */
	record ChildStartFailed(long childId) implements ChildAttributes {

		@Override
		public Long outcomeOf() {
			return this.childId;
		}

		@Override
		public EventType type() {
			return EventType.CHILD_START_FAILED;
		}

	}

	/**
	 * A child workflow completed. Data: its result.
	 */
	record ChildCompleted(long childId) implements ChildAttributes {

		@Override
		public Long outcomeOf() {
			return this.childId;
		}

		@Override
		public EventType type() {
			return EventType.CHILD_COMPLETED;
		}

	}

	/**
	 * A child workflow closed without a result.
	 */
	record ChildFailed(long childId, FailureRecord failure) implements ChildAttributes {

		@Override
		public Long outcomeOf() {
			return this.childId;
		}

		@Override
		public EventType type() {
			return switch (this.failure.kind()) {
				case TIMEOUT -> EventType.CHILD_TIMED_OUT;
				case CANCELED -> EventType.CHILD_CANCELED;
				case TERMINATED -> EventType.CHILD_TERMINATED;
				default -> EventType.CHILD_FAILED;
			};
		}

	}

	/**
	 * Cancellation of a child workflow was requested.
	 */
	record ChildCancelRequested(long childId, String reason) implements ChildAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_CANCEL_REQUESTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.childId;
		}

	}

	/**
	 * A signal to another execution. Data: its arguments.
	 *
	 * @param runId the run, or {@code null} for the one that is current
	 */
	record ExternalSignalRequested(String workflowId, @Nullable UUID runId, String signal,
			@Nullable Map<String, String> headers) implements ChildAttributes {

		@Override
		public EventType type() {
			return EventType.EXTERNAL_SIGNAL_REQUESTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " '" + this.signal + "' to '" + this.workflowId + "'";
		}

	}

	/**
	 * Cancellation of another execution was requested.
	 *
	 * @param runId the run, or {@code null} for the one that is current
	 */
	record ExternalCancelRequested(String workflowId, @Nullable UUID runId, String reason) implements ChildAttributes {

		@Override
		public EventType type() {
			return EventType.EXTERNAL_CANCEL_REQUESTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " of '" + this.workflowId + "'";
		}

	}

	/**
	 * What was requested of another execution, or of a child, was delivered.
	 *
	 * @param requestId the event that requested it
	 */
	record ExternalRequestDelivered(long requestId) implements ChildAttributes {

		@Override
		public Long outcomeOf() {
			return this.requestId;
		}

		@Override
		public EventType type() {
			return EventType.EXTERNAL_REQUEST_DELIVERED;
		}

	}

	/**
	 * What was requested of another execution could not be delivered: it does not exist,
	 * has closed, or has too many messages waiting.
	 *
	 * @param requestId the event that requested it
	 * @param full whether too many messages wait for it
	 */
	record ExternalRequestFailed(long requestId, boolean full) implements ChildAttributes {

		@Override
		public Long outcomeOf() {
			return this.requestId;
		}

		@Override
		public EventType type() {
			return EventType.EXTERNAL_REQUEST_FAILED;
		}

	}

}
