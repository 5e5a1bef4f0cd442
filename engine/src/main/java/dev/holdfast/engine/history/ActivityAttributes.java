package dev.holdfast.engine.history;

import java.util.Map;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/** Activities, remote and local. */
public sealed interface ActivityAttributes extends EventAttributes {

	/**
	 * Timeouts, retries and cancellation of one activity.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ActivityPolicy(@Nullable Long startToClose, @Nullable Long scheduleToClose, @Nullable Long scheduleToStart,
			@Nullable Long heartbeat, RetryPolicy retry, @Nullable ActivityCancellationType cancellation) {
	}

	/**
	 * An activity was scheduled. Data: its arguments.
	 *
	 * @param summary what people should read about it, or {@code null}
	 * @param priority where it stands among others, or {@code null} if nothing is said
	 */
	record ActivityScheduled(String activityType, String taskQueue, ActivityPolicy policy, long scheduledAt,
			@Nullable Map<String, String> headers, @Nullable String summary,
			@Nullable Priority priority) implements ActivityAttributes {

		/** The same activity, scheduled at another time. */
		public ActivityScheduled again(long time) {
			return new ActivityScheduled(this.activityType, this.taskQueue, this.policy, time, this.headers,
					this.summary, this.priority);
		}

		/** Where it stands among others. */
		public Priority priorityOrDefault() {
			return (this.priority != null) ? this.priority : Priority.DEFAULT;
		}

		@Override
		public EventType type() {
			return EventType.ACTIVITY_SCHEDULED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.activityType;
		}

	}

	/**
	 * An activity returned. Data: its result.
	 */
	record ActivityCompleted(long activityId, int attempts) implements ActivityAttributes {

		@Override
		public Long outcomeOf() {
			return this.activityId;
		}

		@Override
		public EventType type() {
			return EventType.ACTIVITY_COMPLETED;
		}

	}

	/**
	 * An activity failed or timed out for good, or let itself be cancelled.
	 */
	record ActivityFailed(long activityId, int attempts, RetryState retryState,
			FailureRecord failure) implements ActivityAttributes {

		@Override
		public Long outcomeOf() {
			return this.activityId;
		}

		@Override
		public EventType type() {
			return (this.failure.kind() == FailureRecord.Kind.TIMEOUT) ? EventType.ACTIVITY_TIMED_OUT
					: EventType.ACTIVITY_FAILED;
		}

	}

	/**
	 * The workflow cancelled an activity and no longer waits for it.
	 */
	record ActivityCanceled(long activityId) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_CANCELED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.activityId;
		}

	}

	/**
	 * The workflow asked an activity to stop and waits until it does.
	 */
	record ActivityCancelRequested(long activityId, String reason) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_CANCEL_REQUESTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.activityId;
		}

	}

	/**
	 * A local activity ended. Data: its result, if it has one.
	 *
	 * @param localId its number among the local activities of the run, from 1
	 * @param input a digest of its arguments, which are not recorded
	 * @param failure why it failed for good, or {@code null}
	 * @param summary what people should read about it, or {@code null}
	 */
	record LocalActivityClosed(long localId, String activityType, long input, int attempts,
			@Nullable RetryState retryState, @Nullable FailureRecord failure,
			@Nullable String summary) implements ActivityAttributes {

		/** The digest of arguments. */
		public static long digest(byte[] arguments) {
			CRC32C digest = new CRC32C();
			digest.update(arguments);
			return digest.getValue();
		}

		@Override
		public String identity() {
			return "local activity " + this.localId + ", " + this.activityType;
		}

		@Override
		public EventType type() {
			return EventType.LOCAL_ACTIVITY_CLOSED;
		}

	}

	/**
	 * An attempt of a local activity failed, and the next one is so far off that the wait
	 * is durable.
	 *
	 * @param attempts how many attempts were made
	 * @param retryAt when the next one is made
	 */
	record LocalActivityBackedOff(long localId, String activityType, int attempts, long retryAt,
			FailureRecord failure) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.LOCAL_ACTIVITY_BACKED_OFF;
		}

	}

	/**
	 * A message, never in a history: somebody reports from outside that an attempt failed
	 * or was cancelled. Data: the details of its last heartbeat, if the one who made the
	 * attempt reports it and it has any.
	 */
	record ActivityAttemptFailed(long activityId, int attempt, FailureRecord failure) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_ATTEMPT_FAILED;
		}

	}

	/**
	 * A message, never in a history: the node that had taken an attempt is gone. Data:
	 * the details of its last heartbeat, if it has any.
	 *
	 * @param inOrder whether the node gave it back as it stopped, so that the attempt is
	 * not to blame
	 */
	record ActivityAttemptLost(long activityId, int attempt, boolean inOrder) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_ATTEMPT_LOST;
		}

	}

	/**
	 * A message, never in a history: an attempt that another node had taken is completed
	 * from outside. Data: the details of its last heartbeat, if it has any.
	 */
	record ActivityHandedOver(long activityId, int attempt, long startedAt) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_HANDED_OVER;
		}

	}

	/**
	 * A message, never in a history: a heartbeat from outside. Data: its details, if it
	 * has any.
	 */
	record ActivityHeartbeat(long activityId, int attempt) implements ActivityAttributes {

		@Override
		public EventType type() {
			return EventType.ACTIVITY_HEARTBEAT;
		}

	}

}
