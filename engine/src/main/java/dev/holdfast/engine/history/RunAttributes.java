package dev.holdfast.engine.history;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/** The beginning and the end of a run, and what concerns it as a whole. */
public sealed interface RunAttributes extends EventAttributes {

	/**
	 * The run began. Data: the arguments.
	 *
	 * @param memo JSON text by key
	 * @param searchAttributes values that executions are found by
	 * @param parent the execution that started it as a child, or {@code null}
	 * @param lineage what it continues
	 */
	record WorkflowStarted(String workflowType, String workflowId, String taskQueue, Map<String, String> memo,
			@Nullable Map<String, SearchAttributeValue> searchAttributes, Timing timing, @Nullable RetryPolicy retry,
			@Nullable Parent parent, Lineage lineage, @Nullable Map<String, String> headers) implements RunAttributes {

		public WorkflowStarted {
			Objects.requireNonNull(timing, "timing");
			Objects.requireNonNull(lineage, "lineage");
		}

		@Override
		public EventType type() {
			return EventType.WORKFLOW_STARTED;
		}

	}

	/**
	 * When a run begins and how long it may take.
	 *
	 * @param executionDeadline when the whole chain of runs times out
	 * @param runTimeout how long each run of the chain may take, from its first task
	 * @param taskTimeout how long one workflow task may take
	 * @param firstTaskAt when its code begins, or {@code null} for at once
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Timing(@Nullable Long executionDeadline, @Nullable Long runTimeout, @Nullable Long taskTimeout,
			@Nullable Long firstTaskAt) {

		/** At once, and for as long as it takes. */
		public static final Timing UNLIMITED = new Timing(null, null, null, null);

	}

	/**
	 * The parent of a child.
	 *
	 * @param eventId the event of the parent that initiated the child
	 */
	record Parent(String workflowId, UUID runId, long eventId) {
	}

	/**
	 * Where a run stands in its chain.
	 *
	 * @param firstRunId the first run of the chain; its own if it is the first
	 * @param continuedRunId the run before it, or {@code null}
	 * @param attempt the number of the attempt under a retry policy, from 1
	 * @param lastFailure what the attempt before failed with, or {@code null}
	 * @param seed what its random values follow from, or {@code null} for the run itself
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Lineage(UUID firstRunId, @Nullable UUID continuedRunId, int attempt, @Nullable FailureRecord lastFailure,
			@Nullable UUID seed) {

		/** The first run of a chain. */
		public static Lineage first(UUID runId) {
			return new Lineage(runId, null, 1, null, null);
		}

		/** The run after one that went on as a new one. */
		public Lineage continued(UUID from) {
			return new Lineage(this.firstRunId, from, 1, null, null);
		}

		/** The run that tries again after one that failed. */
		public Lineage retried(UUID from, FailureRecord failure) {
			return new Lineage(this.firstRunId, from, this.attempt + 1, failure, null);
		}

		/** The run that a reset makes of one. */
		public Lineage reset(UUID from) {
			return new Lineage(this.firstRunId, from, this.attempt, this.lastFailure,
					(this.seed != null) ? this.seed : from);
		}

	}

	/**
	 * Cancellation was requested.
	 */
	record CancelRequested(String reason) implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.CANCEL_REQUESTED;
		}

	}

	/**
	 * The history up to here was taken from another run, from which a reset made this
	 * one.
	 *
	 * @param fromRunId that run
	 * @param toEventId the last event that was taken
	 * @param seed what the random values from here on follow from
	 */
	record RunReset(UUID fromRunId, long toEventId, String reason, UUID seed) implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.RUN_RESET;
		}

	}

	/**
	 * The workflow method returned. Data: its result.
	 */
	record WorkflowCompleted() implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_COMPLETED;
		}

	}

	/**
	 * The workflow method threw a failure, or a cancellation propagated out of it.
	 *
	 * @param nextRunId the run that tries again, or {@code null}
	 */
	record WorkflowFailed(boolean canceled, FailureRecord failure, @Nullable UUID nextRunId) implements RunAttributes {

		/** The same end, with the run that tries again. */
		public WorkflowFailed retriedBy(UUID next) {
			return new WorkflowFailed(this.canceled, this.failure, next);
		}

		@Override
		public EventType type() {
			return this.canceled ? EventType.WORKFLOW_CANCELED : EventType.WORKFLOW_FAILED;
		}

		@Override
		public String identity() {
			return type().storedName();
		}

	}

	/**
	 * The workflow went on as a new run. Data: its arguments.
	 *
	 * @param nextRunId the new run
	 * @param memo what is new in the memo
	 * @param backoff how long the new run waits before it begins, or {@code null}
	 */
	record WorkflowContinuedAsNew(UUID nextRunId, String workflowType, String taskQueue, Map<String, String> memo,
			@Nullable Long runTimeout, @Nullable Long taskTimeout, @Nullable RetryPolicy retry,
			@Nullable Long backoff) implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_CONTINUED_AS_NEW;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.workflowType;
		}

	}

	/**
	 * The run was terminated from outside.
	 */
	record WorkflowTerminated(String reason) implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_TERMINATED;
		}

	}

	/**
	 * The run or the execution took too long.
	 *
	 * @param timeout {@code START_TO_CLOSE} for the run, {@code SCHEDULE_TO_CLOSE} for
	 * the execution
	 * @param nextRunId the run that tries again, or {@code null}
	 */
	record WorkflowTimedOut(TimeoutType timeout, @Nullable UUID nextRunId) implements RunAttributes {

		@Override
		public EventType type() {
			return EventType.WORKFLOW_TIMED_OUT;
		}

	}

}
