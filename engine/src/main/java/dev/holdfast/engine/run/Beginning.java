package dev.holdfast.engine.run;

import java.util.List;
import java.util.Objects;

import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * When a run begins, and when it has taken too long.
 *
 * @param event what started it
 * @param startedAt when it was started, in microseconds
 */
record Beginning(Inbound event, long startedAt) {

	/** Says in the history when a run began that was to begin after a delay. */
	private static final TimerFired DELAY_PASSED = new TimerFired(1);

	WorkflowStarted attributes() {
		return (WorkflowStarted) this.event.attributes();
	}

	byte[] input() {
		return Objects.requireNonNullElse(this.event.data(), PayloadMapper.NULL);
	}

	private Timing timing() {
		return attributes().timing();
	}

	/** When its code is to begin. */
	long at() {
		Long firstTaskAt = timing().firstTaskAt();
		return (firstTaskAt != null) ? Math.max(firstTaskAt, this.startedAt) : this.startedAt;
	}

	boolean isDelayed() {
		return at() > this.startedAt;
	}

	/**
	 * The messages that a run which has not begun leaves for later. A delay that the
	 * start asked for ends with the first message; that before another attempt, or before
	 * a workflow goes on as new, ends early only by a request for cancellation.
	 */
	List<StoredMessage> held(long now, List<StoredMessage> messages) {
		if (now >= at() || attributes().lineage().continuedRunId() == null
				|| messages.stream().anyMatch(Beginning::ends)) {
			return List.of();
		}
		return messages;
	}

	private static boolean ends(StoredMessage message) {
		return message.eventType().equals(EventType.CANCEL_REQUESTED.storedName())
				|| message.eventType().equals(EventType.WORKFLOW_TERMINATED.storedName());
	}

	/** Whether it has not begun, and does not begin with the messages that it has. */
	boolean waits(long now, boolean hasMessages) {
		return now < at() && (!hasMessages || attributes().lineage().continuedRunId() != null);
	}

	/**
	 * Puts what started the run before what has happened.
	 * @return whether it begins now
	 */
	boolean begin(long now, List<Inbound> inbound) {
		if (now < at() && inbound.isEmpty()) {
			return false;
		}
		if (isDelayed()) {
			inbound.add(0, new Inbound(DELAY_PASSED, null));
		}
		inbound.add(0, this.event);
		return true;
	}

	/** What timeout has passed, or {@code null} if none has. */
	@Nullable TimeoutType overdue(long now) {
		Long execution = timing().executionDeadline();
		if (execution != null && execution <= now) {
			return TimeoutType.SCHEDULE_TO_CLOSE;
		}
		Long run = runDeadline();
		return (run != null && run <= now) ? TimeoutType.START_TO_CLOSE : null;
	}

	private @Nullable Long runDeadline() {
		Long timeout = timing().runTimeout();
		return (timeout != null) ? at() + timeout : null;
	}

	/** When the run or the execution times out, or {@code null} if neither does. */
	@Nullable Long deadline() {
		Long execution = timing().executionDeadline();
		Long run = runDeadline();
		if (execution == null || run == null) {
			return (execution != null) ? execution : run;
		}
		return Math.min(execution, run);
	}

	/** When something about it is due; {@link Long#MAX_VALUE} if never. */
	long nextDue(boolean hasBegun) {
		long due = Objects.requireNonNullElse(deadline(), Long.MAX_VALUE);
		return hasBegun ? due : Math.min(due, at());
	}

}
