package dev.holdfast.engine.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.RunAttributes.Parent;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.history.UnreadableHistoryException;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be started.
 *
 * @param started what it begins with
 * @param startedAt when it starts, in microseconds
 * @param owner the node that it is born to, or {@code null} if any node may claim it
 * @param startedPayload the payload of its first event
 * @param requestId what makes a repeated start the same start, or {@code null}
 * @param reusePolicy whether it may have the id of an execution that has closed
 * @param past what a reset gives it from the run that it is made of, or {@code null}
 * @param firstStep what is written with the start since it is known by then, or
 * {@code null}
 */
public record NewRun(UUID runId, WorkflowStarted started, long startedAt, @Nullable UUID owner, byte[] startedPayload,
		@Nullable String requestId, WorkflowIdReusePolicy reusePolicy, @Nullable Past past,
		@Nullable RunCommit firstStep) {

	/**
	 * What a reset gives a run from the one that it is made of.
	 *
	 * @param fromRunId that run
	 * @param toEvent the last event that is taken over
	 * @param history its events, the first one included
	 * @param messages what it is told again
	 * @param activities the activities that are made again
	 * @param requests messages that are known by an id, taken over or told again
	 * @param searchAttributes what it was found by at the end of that history
	 * @param children children that the history has begun and of whose end it does not
	 * know, by the events that began them
	 * @param replaced the runs whose place it takes
	 * @param signalIsKnown whether it has or is told the signal of an origin
	 */
	public record Past(UUID fromRunId, long toEvent, List<StoredEvent> history, List<StoredMessage> messages,
			List<StoredActivity> activities, List<StoredRequest> requests,
			Map<String, @Nullable SearchAttributeValue> searchAttributes, Map<Long, ChildInitiated> children,
			List<UUID> replaced, Predicate<String> signalIsKnown) {

		/**
		 * Whether it tells a message that waits for a run whose place it takes: by its
		 * key, or because an earlier reset had told it again.
		 */
		boolean tells(StoredMessage message, EventCodec codec) {
			if (this.messages.stream().anyMatch((told) -> told.key().equals(message.key()))) {
				return true;
			}
			if (!message.eventType().equals(EventType.SIGNAL_RECEIVED.storedName())) {
				return false;
			}
			try {
				return codec
					.decodeMessage(message.runId(), message.key(), message.eventType(), message.sentAt(),
							message.payload())
					.attributes() instanceof SignalReceived signal && signal.origin() != null
						&& this.signalIsKnown.test(signal.origin());
			}
			catch (UnreadableHistoryException ex) {
				return false;
			}
		}

	}

	/**
	 * A run that begins with its first event.
	 * @param input the arguments of the workflow method
	 */
	public static NewRun of(UUID runId, WorkflowStarted started, byte[] input, long startedAt, @Nullable UUID owner,
			EventCodec codec) {
		return new NewRun(runId, started, startedAt, owner, codec.encodeEvent(runId, 1, started, input), null,
				WorkflowIdReusePolicy.ALLOW_DUPLICATE, null, null);
	}

	public NewRun withPast(Past past) {
		return new NewRun(this.runId, this.started, this.startedAt, this.owner, this.startedPayload, this.requestId,
				this.reusePolicy, past, null);
	}

	public NewRun withRequestId(@Nullable String requestId) {
		return new NewRun(this.runId, this.started, this.startedAt, this.owner, this.startedPayload, requestId,
				this.reusePolicy, this.past, this.firstStep);
	}

	public NewRun withReusePolicy(WorkflowIdReusePolicy policy) {
		return new NewRun(this.runId, this.started, this.startedAt, this.owner, this.startedPayload, this.requestId,
				policy, this.past, this.firstStep);
	}

	/**
	 * The same with its first step, if that does nothing but take the run further: both
	 * are one commit.
	 */
	public NewRun withFirstStep(RunCommit step) {
		return step.mayComeWithStart() ? new NewRun(this.runId, this.started, this.startedAt, this.owner,
				this.startedPayload, this.requestId, this.reusePolicy, this.past, step) : this;
	}

	public String workflowId() {
		return this.started.workflowId();
	}

	public String workflowType() {
		return this.started.workflowType();
	}

	public String taskQueue() {
		return this.started.taskQueue();
	}

	/** The first run of its chain. */
	public UUID firstRunId() {
		return this.started.lineage().firstRunId();
	}

	/** What it is found by from the beginning, or {@code null}. */
	@Nullable Map<String, ? extends @Nullable SearchAttributeValue> searchAttributes() {
		return (this.past != null) ? this.past.searchAttributes() : this.started.searchAttributes();
	}

	@Nullable Parent parent() {
		return this.started.parent();
	}

	/** Whether its code is to begin later than it is started. */
	public boolean isDelayed() {
		Long firstTaskAt = this.started.timing().firstTaskAt();
		return firstTaskAt != null && firstTaskAt > this.startedAt;
	}

	/** The row of the run once it is started. */
	public StoredRun toStoredRun() {
		return (this.firstStep != null) ? this.firstStep.after(beforeFirstStep()) : beforeFirstStep();
	}

	private StoredRun beforeFirstStep() {
		List<StoredEvent> history = (this.past != null) ? this.past.history() : List.of();
		long events = history.isEmpty() ? 1 : history.size();
		long lastTask = history.isEmpty() ? 0 : history.get(history.size() - 1).task();
		return new StoredRun(this.runId, workflowId(), workflowType(), taskQueue(), 0, events + 1, lastTask, this.owner,
				1, wakeAt(), 0, false, 0, this.started.priorityOrDefault());
	}

	/** A run that is owned and not due needs nobody else before its time. */
	private Long wakeAt() {
		if (isDelayed()) {
			return Objects.requireNonNull(this.started.timing().firstTaskAt());
		}
		return (this.owner != null) ? Wake.NOW : Long.valueOf(this.startedAt);
	}

}
