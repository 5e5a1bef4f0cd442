package dev.holdfast.engine.history;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.Priority;
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
	 * @param headers the context that it was started in, or {@code null}
	 * @param notes what people should read about it, or {@code null}
	 * @param priority where it stands among others, or {@code null} if nothing is said
	 */
	record WorkflowStarted(String workflowType, String workflowId, String taskQueue, Map<String, String> memo,
			@Nullable Map<String, SearchAttributeValue> searchAttributes, Timing timing, @Nullable RetryPolicy retry,
			@Nullable Parent parent, Lineage lineage, @Nullable Map<String, String> headers, @Nullable Notes notes,
			@Nullable Priority priority) implements RunAttributes {

		public WorkflowStarted {
			Objects.requireNonNull(timing, "timing");
			Objects.requireNonNull(lineage, "lineage");
		}

		/** Where it stands among others. */
		public Priority priorityOrDefault() {
			return (this.priority != null) ? this.priority : Priority.DEFAULT;
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
	 * @param root the topmost parent, or {@code null} if it is this one
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Parent(String workflowId, UUID runId, long eventId, @Nullable Root root) {

		/** The topmost parent. */
		public Root topmost() {
			return (this.root != null) ? this.root : new Root(this.workflowId, this.runId);
		}

	}

	/** The execution that a tree of children grew from. */
	record Root(String workflowId, UUID runId) {
	}

	/**
	 * What people should read about an execution.
	 *
	 * @param summary one line, or {@code null}
	 * @param details as much as they need, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Notes(@Nullable String summary, @Nullable String details) {

		/** Notes, or {@code null} if there is nothing to note. */
		public static @Nullable Notes of(@Nullable String summary, @Nullable String details) {
			return (summary != null || details != null) ? new Notes(summary, details) : null;
		}

	}

	/**
	 * Where a run stands in its chain.
	 *
	 * @param firstRunId the first run of the chain; its own if it is the first
	 * @param continuedRunId the run before it, or {@code null}
	 * @param attempt the number of the attempt under a retry policy, from 1
	 * @param lastFailure what the attempt before, or the execution before in a schedule,
	 * failed with, or {@code null}
	 * @param seed what its random values follow from, or {@code null} for the run itself
	 * @param lastResult what the execution before it in a schedule returned, as JSON
	 * text, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Lineage(UUID firstRunId, @Nullable UUID continuedRunId, int attempt, @Nullable FailureRecord lastFailure,
			@Nullable UUID seed, @Nullable String lastResult) {

		/** The first run of a chain. */
		public static Lineage first(UUID runId) {
			return new Lineage(runId, null, 1, null, null, null);
		}

		/** The first run of a chain that comes after another one in a schedule. */
		public Lineage after(@Nullable String result, @Nullable FailureRecord failure) {
			return new Lineage(this.firstRunId, this.continuedRunId, this.attempt, failure, this.seed, result);
		}

		/** The run after one that went on as a new one. */
		public Lineage continued(UUID from) {
			return new Lineage(this.firstRunId, from, 1, null, null, this.lastResult);
		}

		/** The run that tries again after one that failed. */
		public Lineage retried(UUID from, FailureRecord failure) {
			return new Lineage(this.firstRunId, from, this.attempt + 1, failure, null, this.lastResult);
		}

		/** The run that a reset makes of one. */
		public Lineage reset(UUID from) {
			return new Lineage(this.firstRunId, from, this.attempt, this.lastFailure,
					(this.seed != null) ? this.seed : from, this.lastResult);
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
	 * @param searchAttributes all that the new run is found by, or {@code null} if it is
	 * what this one is
	 * @param backoff how long the new run waits before it begins, or {@code null}
	 * @param headers what travels with it, or {@code null}
	 */
	record WorkflowContinuedAsNew(UUID nextRunId, String workflowType, String taskQueue, Map<String, String> memo,
			@Nullable Map<String, SearchAttributeValue> searchAttributes, @Nullable Long runTimeout,
			@Nullable Long taskTimeout, @Nullable RetryPolicy retry, @Nullable Long backoff,
			@Nullable Map<String, String> headers) implements RunAttributes {

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
