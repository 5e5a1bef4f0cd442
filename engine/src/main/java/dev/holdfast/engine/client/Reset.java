package dev.holdfast.engine.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.engine.history.MessageAttributes.UpdateRequested;
import dev.holdfast.engine.history.RunAttributes.RunReset;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.history.ValueAttributes.SearchAttributesUpserted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.PendingScan;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.StoredActivity;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.RequestKeys;
import dev.holdfast.engine.store.StoredRequest;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * What a new run takes over from one that is reset: the history up to a point, and what
 * was said to it after that.
 */
final class Reset {

	private final RunReader reader;

	private final StoredExecution from;

	private final List<StoredEvent> later;

	private final List<HistoryEvent> kept;

	private Reset(RunReader reader, StoredExecution from, List<StoredEvent> later, List<HistoryEvent> kept) {
		this.reader = reader;
		this.from = from;
		this.later = later;
		this.kept = kept;
	}

	/**
	 * Reads what is to be taken over.
	 * @param open the row of the run, or {@code null} if it has closed
	 * @param toEvent an event of the task that is the last to be kept
	 * @throws IllegalArgumentException if there is no such event, or none after which the
	 * run could go on
	 */
	static Reset of(RunReader reader, StoredExecution from, @Nullable StoredRun open, long toEvent) {
		List<StoredEvent> history = reader.history(from.runId());
		String which = "Workflow '" + from.workflowId() + "' (run " + from.runId() + ")";
		long lastTask = (open != null) ? open.lastTask() : history.get(history.size() - 1).task() - 1;
		int last = 0;
		int end = 0;
		for (StoredEvent event : history) {
			last = (event.task() <= lastTask) ? (int) event.eventId() : last;
		}
		if (last == 0) {
			throw new IllegalArgumentException(which + " cannot be reset: " + ((open != null) ? "it has not begun yet."
					: "it closed in its first workflow task. Start it anew."));
		}
		if (toEvent < 1 || toEvent > last) {
			throw new IllegalArgumentException(which + " can be reset to the events 1 to " + last + ", but not to "
					+ toEvent + ((last < history.size())
							? ": the workflow task of the events after " + last + " closed the run." : "."));
		}
		long task = history.get((int) toEvent - 1).task();
		while (end < history.size() && history.get(end).task() <= task) {
			end++;
		}
		return new Reset(reader, from, history.subList(end, history.size()),
				reader.decode(from.runId(), history.subList(0, end)));
	}

	/** The last event that is kept. */
	long keptUntil() {
		return this.kept.size();
	}

	/**
	 * The run that is made of it.
	 * @param laterRuns the runs of the chain that came after it
	 * @param owner the node that it is born to, or {@code null}
	 */
	NewRun run(List<UUID> laterRuns, RunEnvironment environment, @Nullable UUID owner, String reason) {
		long now = environment.clock().micros();
		UUID runId = environment.ids().next();
		HistoryEvent first = this.kept.get(0);
		WorkflowStarted started = started((WorkflowStarted) first.attributes(), first.time(), now);
		Map<Long, ActivityScheduled> pending = new PendingScan(this.kept).activities();
		List<StoredEvent> events = new ArrayList<>();
		List<StoredActivity> activities = new ArrayList<>();
		for (HistoryEvent event : this.kept) {
			ActivityScheduled scheduled = pending.get(event.id());
			EventAttributes attributes = event.attributes();
			if (event.id() == 1) {
				attributes = started;
			}
			else if (attributes instanceof SignalReceived signal) {
				attributes = signal.from(origin(this.from.runId(), event, signal));
			}
			else if (scheduled != null) {
				attributes = scheduled.again(now);
				activities.add(new StoredActivity(runId, event.id(), scheduled.activityType(), scheduled.taskQueue(),
						StoredActivity.State.SCHEDULED, 0, now, false, null, null, null, null, false,
						scheduled.priorityOrDefault()));
			}
			events.add(this.reader.encode(runId,
					new HistoryEvent(event.id(), event.task(), event.time(), attributes, event.data())));
		}
		List<UUID> replaced = new ArrayList<>(List.of(this.from.runId()));
		replaced.addAll(laterRuns);
		Map<String, StoredRequest> requests = keptRequests(runId);
		List<StoredMessage> messages = new ArrayList<>();
		messages.add(new StoredMessage(runId, "reset", 0, EventType.RUN_RESET.storedName(), environment.codec()
			.encodeMessage(runId, "reset", new RunReset(this.from.runId(), keptUntil(), reason, runId), null)));
		Told told = new Told(replaced, messages, requests);
		this.kept.forEach((event) -> told.origins.add(origin(this.from.runId(), event, event.attributes())));
		saidAfter(this.from.runId(), this.later, runId, environment, told);
		laterRuns.forEach((run) -> saidAfter(run, this.reader.history(run), runId, environment, told));
		return NewRun
			.of(runId, started, Objects.requireNonNullElse(first.data(), PayloadMapper.NULL), now, owner,
					environment.codec())
			.withPast(new NewRun.Past(this.from.runId(), keptUntil(), events, messages, activities,
					List.copyOf(requests.values()), keptSearchAttributes(started),
					new PendingScan(this.kept).childrenById(), replaced, told::knows));
	}

	/**
	 * What the run was found by at the end of the kept part; {@code null} where removed.
	 */
	private Map<String, @Nullable SearchAttributeValue> keptSearchAttributes(WorkflowStarted started) {
		Map<String, @Nullable SearchAttributeValue> attributes = new TreeMap<>();
		if (started.searchAttributes() != null) {
			attributes.putAll(started.searchAttributes());
		}
		for (HistoryEvent event : this.kept) {
			if (event.attributes() instanceof SearchAttributesUpserted upserted) {
				attributes.putAll(upserted.attributes());
			}
		}
		return attributes;
	}

	/** The new run has as long as the old one had. */
	private WorkflowStarted started(WorkflowStarted old, long startedAt, long now) {
		Timing timing = old.timing();
		Long deadline = timing.executionDeadline();
		return new WorkflowStarted(old.workflowType(), old.workflowId(), old.taskQueue(), old.memo(),
				old.searchAttributes(),
				new Timing((deadline != null) ? (Long) (now + deadline - startedAt) : null, timing.runTimeout(),
						timing.taskTimeout(), now),
				old.retry(), old.parent(), old.lineage().reset(this.from.runId()), old.headers(), old.notes(),
				old.priority());
	}

	/**
	 * What the run was told after the point is told again: by others, and by what it had
	 * begun before.
	 */
	private void saidAfter(UUID run, List<StoredEvent> events, UUID runId, RunEnvironment environment, Told told) {
		PendingScan pending = new PendingScan(this.kept);
		for (StoredEvent stored : events) {
			HistoryEvent event = readable(run, stored);
			if (event == null) {
				continue;
			}
			EventAttributes attributes = event.attributes();
			if (attributes instanceof UpdateAccepted accepted) {
				requestAgain(accepted, event, runId, environment, told.messages, told.requests);
				continue;
			}
			if (attributes instanceof WorkflowStarted started) { // of a later run
				told.afterReset |= started.lineage().seed() != null;
			}
			String key = null;
			if (attributes instanceof SignalReceived signal) {
				String origin = origin(run, event, signal);
				key = told.knows(origin) ? null : environment.ids().next().toString();
				attributes = signal.from(origin);
				told.origins.add(origin);
			}
			Long begun = (attributes instanceof ChildAttributes) ? attributes.outcomeOf() : null;
			if (run.equals(this.from.runId()) && begun != null && begun <= keptUntil()) {
				key = StoredMessage.key(pending.childrenById().containsKey(begun) ? "child" : "external", begun);
			}
			if (key != null) {
				told.messages.add(StoredMessage.of(runId, key, environment.order(), environment.codec(), attributes,
						event.data()));
			}
		}
	}

	/** Where something was recorded first, of which resets may have made many copies. */
	private static String origin(UUID run, HistoryEvent event, EventAttributes attributes) {
		String first = (attributes instanceof SignalReceived signal) ? signal.origin() : null;
		return (first != null) ? first : run + ":" + event.id();
	}

	private static void requestAgain(UpdateAccepted accepted, HistoryEvent event, UUID runId,
			RunEnvironment environment, List<StoredMessage> messages, Map<String, StoredRequest> requests) {
		String key = RequestKeys.update(accepted.updateId());
		if (requests.containsKey(key)) {
			return;
		}
		StoredMessage message = StoredMessage.of(runId, key, environment.order(), environment.codec(),
				new UpdateRequested(accepted.updateId(), accepted.update(), accepted.headers()), event.data());
		messages.add(message);
		requests.put(key, new StoredRequest(runId, key, accepted.update(), StoredRequest.Stage.REQUESTED, null, null,
				message.sentAt()));
	}

	/** Updates that the kept part has accepted, as far as they have come in it. */
	private Map<String, StoredRequest> keptRequests(UUID runId) {
		Map<String, StoredRequest> requests = new LinkedHashMap<>();
		for (HistoryEvent event : this.kept) {
			if (event.attributes() instanceof UpdateAccepted accepted) {
				String key = RequestKeys.update(accepted.updateId());
				requests.put(key, new StoredRequest(runId, key, accepted.update(), StoredRequest.Stage.ACCEPTED,
						event.id(), null, event.time()));
			}
			else if (event.attributes() instanceof UpdateCompleted completed) {
				String key = RequestKeys.update(completed.updateId());
				requests.computeIfPresent(key, (known, request) -> new StoredRequest(runId, key, request.name(),
						StoredRequest.Stage.COMPLETED, event.id(), null, request.requestedAt()));
			}
		}
		return requests;
	}

	/** What cannot be read may be the very reason for the reset. */
	private @Nullable HistoryEvent readable(UUID run, StoredEvent stored) {
		try {
			return this.reader.decode(run, stored);
		}
		catch (UnreadableHistoryException ex) {
			return null;
		}
	}

	/** What the new run is told again. */
	private static final class Told {

		private final List<UUID> replaced;

		private final List<StoredMessage> messages;

		private final Map<String, StoredRequest> requests;

		/** Of signals that the new run has or is told. */
		private final Set<String> origins = new HashSet<>();

		/** Whether one of the runs whose place it takes was made by a reset. */
		private boolean afterReset;

		Told(List<UUID> replaced, List<StoredMessage> messages, Map<String, StoredRequest> requests) {
			this.replaced = replaced;
			this.messages = messages;
			this.requests = requests;
		}

		/**
		 * Whether the new run has or is told a signal already: what an earlier reset has
		 * told again was said to one of those whose place it takes, or had been heard
		 * before the point.
		 */
		boolean knows(String origin) {
			return this.origins.contains(origin) || (this.afterReset
					&& !this.replaced.contains(UUID.fromString(origin.substring(0, origin.indexOf(':')))));
		}

	}

}
