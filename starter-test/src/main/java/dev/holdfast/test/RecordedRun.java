package dev.holdfast.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A whole history as the engine reads it.
 *
 * @param identity which run it is of
 * @param started its first event
 * @param events its events
 */
record RecordedRun(RunIdentity identity, WorkflowStarted started, List<HistoryEvent> events) {

	/**
	 * Reads a history.
	 * @throws IllegalArgumentException if it is not whole
	 * @throws ReplayFailedError if this version cannot read one of its events
	 */
	static RecordedRun of(WorkflowHistory history) {
		String workflowId = history.execution().workflowId();
		requireWhole(history, workflowId);
		List<HistoryEvent> events = decoded(history);
		if (!(events.get(0).attributes() instanceof WorkflowStarted started)) {
			throw new IllegalArgumentException("The history of '" + workflowId + "' begins with "
					+ events.get(0).type().storedName() + " and not with WorkflowStarted");
		}
		return new RecordedRun(new RunIdentity(workflowId, runId(history)), started, List.copyOf(events));
	}

	/**
	 * The events of a history, whole or not.
	 * @throws ReplayFailedError if this version cannot read one of them
	 */
	static List<HistoryEvent> decoded(WorkflowHistory history) {
		EventCodec codec = new EventCodec(new PayloadMapper(Long.MAX_VALUE).json());
		List<HistoryEvent> events = new ArrayList<>();
		for (WorkflowHistory.Event event : history.events()) {
			events.add(decode(event, codec, history.execution().workflowId()));
		}
		return events;
	}

	private static void requireWhole(WorkflowHistory history, String workflowId) {
		long next = 1;
		for (WorkflowHistory.Event event : history.events()) {
			if (event.id() != next) {
				throw new IllegalArgumentException("The history of '" + workflowId + "' has event " + event.id()
						+ " where event " + next + " belongs. Export it whole.");
			}
			next++;
		}
		if (next == 1 || next <= history.execution().historyLength()) {
			throw new IllegalArgumentException("The history of '" + workflowId + "' has only " + (next - 1) + " of "
					+ history.execution().historyLength() + " events. Export it whole.");
		}
	}

	private static UUID runId(WorkflowHistory history) {
		String runId = history.execution().runId();
		try {
			return UUID.fromString(runId);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The run id '" + runId + "' is no UUID. Random values of the run"
					+ " follow from it, so export it as it is.", ex);
		}
	}

	private static HistoryEvent decode(WorkflowHistory.Event event, EventCodec codec, String workflowId) {
		try {
			return codec.fromPlain(event.id(), event.task(), event.type(), Micros.of(event.time()), bytes(event));
		}
		catch (UnreadableHistoryException | JacksonException ex) {
			String found = (EventType.ofStoredName(event.type()) == null) ? "no such type of event"
					: "no way to read it: " + ex.getMessage();
			throw new ReplayFailedError("This version of Holdfast cannot read the history of '" + workflowId + "'",
					event.id(), event.type(), found,
					"Test with the version that the execution would go on with, or export the history again.", ex);
		}
	}

	/** The stored form, which has a line break between the two and nowhere else. */
	private static byte[] bytes(WorkflowHistory.Event event) {
		String attributes = JsonText.compact(event.attributes());
		String data = event.data();
		return ((data != null) ? attributes + "\n" + data : attributes).getBytes(StandardCharsets.UTF_8);
	}

	/** The event with a number, or {@code null} if there are fewer. */
	@Nullable HistoryEvent event(long id) {
		return (id <= this.events.size()) ? this.events.get((int) id - 1) : null;
	}

	/** The number of the last task. */
	long lastTask() {
		return this.events.get(this.events.size() - 1).task();
	}

	/** When it ended, or how far it had come. */
	long lastTime() {
		return this.events.get(this.events.size() - 1).time();
	}

}
