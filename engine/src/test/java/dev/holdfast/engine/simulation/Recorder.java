package dev.holdfast.engine.simulation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Watches each commit, and keeps what histories were at that time. What must hold of
 * every single step is checked here.
 */
final class Recorder {

	private static final Set<String> CLOSING = Set.of("WorkflowCompleted", "WorkflowFailed", "WorkflowCanceled",
			"WorkflowTerminated", "WorkflowTimedOut", "WorkflowContinuedAsNew");

	/** By how much clocks that are carried on by hand may be wrong, in microseconds. */
	private static final long CLOCK_TOLERANCE = 250_000;

	private static final String READ = """
			select task, event_type, recorded_at, payload from holdfast_event where run_id = ? and event_id = ?
			""";

	private final SimulatedDatabase database;

	private final EventCodec codec;

	private final Map<UUID, List<StoredEvent>> histories = new LinkedHashMap<>();

	private final Map<UUID, Integer> past = new HashMap<>();

	private final Set<List<Object>> versions = new HashSet<>();

	private final Map<UUID, Long> epochs = new HashMap<>();

	private final List<Violation> violations = new ArrayList<>();

	private final Scheduler scheduler;

	Recorder(SimulatedDatabase database, EventCodec codec, Scheduler scheduler) {
		this.database = database;
		this.codec = codec;
		this.scheduler = scheduler;
	}

	List<Violation> violations() {
		return this.violations;
	}

	Map<UUID, List<StoredEvent>> histories() {
		return this.histories;
	}

	/**
	 * How many events a run was born with: that it starts, and what a reset has taken
	 * over.
	 */
	int past(UUID runId) {
		return this.past.getOrDefault(runId, 0);
	}

	private void violated(String invariant, String what) {
		this.violations.add(new Violation(invariant, what));
		this.scheduler.trace("VIOLATES " + invariant + ": " + what);
	}

	/** A process has committed something. */
	void committed(Process process, List<Written> statements) {
		Set<UUID> born = new LinkedHashSet<>();
		for (Written written : statements) {
			if (written.count() != 1) {
				continue;
			}
			if (written.startsWith("update holdfast_run ") || written.startsWith("delete from holdfast_run ")) {
				changed(process, written);
			}
			else if (written.startsWith("insert into holdfast_event ") && written.of("run_id") instanceof UUID runId
					&& written.of("event_id") instanceof Number id) {
				recorded(process, runId, id.longValue());
				if (id.longValue() == 1) {
					born.add(runId);
				}
			}
		}
		born.forEach((runId) -> this.past.put(runId, this.histories.getOrDefault(runId, List.of()).size()));
	}

	private void changed(Process process, Written written) {
		if (!(written.of("run_id") instanceof UUID runId) || !(written.of("version") instanceof Number version)) {
			return;
		}
		if (!this.versions.add(List.of(runId, version.longValue()))) {
			violated("I-22",
					"version " + version + " of run " + runId + " was written twice, now by " + process.name());
		}
		if (written.of("epoch") instanceof Number epoch) {
			long last = this.epochs.getOrDefault(runId, 0L);
			if (epoch.longValue() < last) {
				violated("I-5", process.name() + " wrote run " + runId + " in epoch " + epoch + ", after " + last);
			}
			this.epochs.put(runId, Math.max(last, epoch.longValue()));
		}
	}

	private void recorded(Process process, UUID runId, long eventId) {
		List<StoredEvent> history = this.histories.computeIfAbsent(runId, (id) -> new ArrayList<>());
		StoredEvent event = read(runId, eventId);
		if (event == null) {
			violated("I-4", "event " + eventId + " of run " + runId + " is not there, though it was committed");
			return;
		}
		if (eventId != history.size() + 1) {
			violated("I-1", process.name() + " recorded event " + eventId + " of run " + runId + " after event "
					+ history.size());
		}
		if ((eventId == 1) != event.eventType().equals("WorkflowStarted")) {
			violated("I-2", "event " + eventId + " of run " + runId + " is " + event.eventType());
		}
		if (!history.isEmpty()) {
			StoredEvent last = history.get(history.size() - 1);
			if (CLOSING.contains(last.eventType())) {
				violated("I-2", event.eventType() + " follows " + last.eventType() + " in run " + runId);
			}
			if (event.recordedAt() < last.recordedAt()) {
				violated("I-5", "event " + eventId + " of run " + runId + " is "
						+ (last.recordedAt() - event.recordedAt()) + " us earlier than the one before");
			}
		}
		history.add(event);
		if (event.eventType().equals("TimerFired")) {
			fired(runId, history, event);
		}
	}

	private void fired(UUID runId, List<StoredEvent> history, StoredEvent event) {
		long timer = ((TimerFired) decode(runId, event).attributes()).timerId();
		if (timer == 1) {
			Long firstTaskAt = ((WorkflowStarted) decode(runId, history.get(0)).attributes()).timing().firstTaskAt();
			dueByDatabase(runId, (firstTaskAt != null) ? firstTaskAt : Long.MAX_VALUE);
			return; // what a reset takes over was before the beginning of the new run
		}
		if (timer > history.size()
				|| !(decode(runId, history.get((int) timer - 1)).attributes() instanceof TimerStarted)) {
			violated("I-6", "event " + event.eventId() + " of run " + runId + " fires what is no timer");
			return;
		}
		due(runId, event, ((TimerStarted) decode(runId, history.get((int) timer - 1)).attributes()).dueAt());
	}

	private void due(UUID runId, StoredEvent event, long dueAt) {
		if (event.recordedAt() < dueAt) {
			violated("I-15", "a timer of run " + runId + " fired before it was due");
		}
		dueByDatabase(runId, dueAt);
	}

	private void dueByDatabase(UUID runId, long dueAt) {
		long latest = this.scheduler.latestDatabaseTime();
		if (latest < dueAt - CLOCK_TOLERANCE) {
			violated("I-15", "a timer of run " + runId + " fired " + (dueAt - latest)
					+ " us before it was due by the clock of the database");
		}
	}

	HistoryEvent decode(UUID runId, StoredEvent event) {
		return this.codec.decodeEvent(runId, event.eventId(), event.task(), event.eventType(), event.recordedAt(),
				event.payload());
	}

	private @Nullable StoredEvent read(UUID runId, long eventId) {
		try (Connection connection = this.database.open();
				PreparedStatement statement = connection.prepareStatement(READ)) {
			statement.setObject(1, runId);
			statement.setLong(2, eventId);
			try (ResultSet row = statement.executeQuery()) {
				return row.next()
						? new StoredEvent(eventId, row.getLong(1), row.getString(2), row.getLong(3), row.getBytes(4))
						: null;
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
