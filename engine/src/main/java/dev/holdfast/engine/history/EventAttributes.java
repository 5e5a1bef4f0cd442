package dev.holdfast.engine.history;

import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.ParentClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to each type of event. Times are microseconds since the epoch.
 * Activities, timers and children are known within their run by the number of the event
 * that began them.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface EventAttributes {

	/** The type of the event that carries these attributes. */
	@JsonIgnore
	EventType type();

	/**
	 * What a command is about: compared on replay, and shown when history and code do not
	 * match.
	 */
	@JsonIgnore
	default String identity() {
		return type().storedName();
	}

	/**
	 * The run began. Data: the arguments.
	 *
	 * @param memo JSON text by key
	 * @param parentEventId the event of the parent that initiated it
	 */
	record WorkflowStarted(String workflowType, String workflowId, String taskQueue, Map<String, String> memo,
			@Nullable Long executionDeadline, @Nullable String parentWorkflowId, @Nullable UUID parentRunId,
			@Nullable Long parentEventId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_STARTED;
		}

	}

	/** A signal was recorded. Data: its arguments. */
	record SignalReceived(String signal) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.SIGNAL_RECEIVED;
		}

	}

	/** Cancellation was requested. */
	record CancelRequested(String reason) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.CANCEL_REQUESTED;
		}

	}

	/** Timeouts and retries of one activity, in microseconds. */
	record ActivityPolicy(@Nullable Long startToClose, @Nullable Long scheduleToClose, @Nullable Long scheduleToStart,
			@Nullable Long heartbeat, RetryPolicy retry) {
	}

	/** An activity was scheduled. Data: its arguments. */
	record ActivityScheduled(String activityType, String taskQueue, ActivityPolicy policy,
			long scheduledAt) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_SCHEDULED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.activityType;
		}

	}

	/** An activity returned. Data: its result. */
	record ActivityCompleted(long activityId, int attempts) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_COMPLETED;
		}

	}

	/** An activity failed or timed out for good. */
	record ActivityFailed(long activityId, int attempts, RetryState retryState,
			FailureRecord failure) implements EventAttributes {

		@Override
		public EventType type() {
			return (this.failure.kind() == FailureRecord.Kind.TIMEOUT) ? EventType.ACTIVITY_TIMED_OUT
					: EventType.ACTIVITY_FAILED;
		}

	}

	/** The workflow cancelled an activity and no longer waits for it. */
	record ActivityCanceled(long activityId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_CANCELED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.activityId;
		}

	}

	/** A timer was started. */
	record TimerStarted(long duration, long dueAt) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.TIMER_STARTED;
		}

	}

	/** A timer fired. */
	record TimerFired(long timerId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.TIMER_FIRED;
		}

	}

	/** A timer was cancelled. */
	record TimerCanceled(long timerId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.TIMER_CANCELED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.timerId;
		}

	}

	/**
	 * A child workflow was initiated; it starts in the same transaction. Data: its
	 * arguments.
	 */
	record ChildInitiated(String workflowType, String workflowId, UUID runId, String taskQueue,
			Map<String, String> memo, @Nullable Long executionTimeout,
			ParentClosePolicy parentClosePolicy) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_INITIATED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.workflowType + " '" + this.workflowId + "'";
		}

	}

	/** A child workflow was not started, because its id is in use. */
	record ChildStartFailed(long childId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_START_FAILED;
		}

	}

	/** A child workflow completed. Data: its result. */
	record ChildCompleted(long childId) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_COMPLETED;
		}

	}

	/** A child workflow closed without a result. */
	record ChildFailed(long childId, FailureRecord failure) implements EventAttributes {

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

	/** Cancellation of a child workflow was requested. */
	record ChildCancelRequested(long childId, String reason) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.CHILD_CANCEL_REQUESTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.childId;
		}

	}

	/** A side effect ran. Data: its value. */
	record SideEffectRecorded() implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.SIDE_EFFECT_RECORDED;
		}

	}

	/** The workflow method returned. Data: its result. */
	record WorkflowCompleted() implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_COMPLETED;
		}

	}

	/** The workflow method threw a failure, or a cancellation propagated out of it. */
	record WorkflowFailed(boolean canceled, FailureRecord failure) implements EventAttributes {

		@Override
		public EventType type() {
			return this.canceled ? EventType.WORKFLOW_CANCELED : EventType.WORKFLOW_FAILED;
		}

	}

	/** The run was terminated from outside. */
	record WorkflowTerminated(String reason) implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_TERMINATED;
		}

	}

	/** The execution timeout passed. */
	record WorkflowTimedOut() implements EventAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_TIMED_OUT;
		}

	}

}
