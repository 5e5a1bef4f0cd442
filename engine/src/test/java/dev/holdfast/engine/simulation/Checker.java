package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.simulation.Ledger.Answer;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.testkit.TableInvariants;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Checks what must hold when everything is over: of the database, of what clients were
 * told, and of what activities did.
 */
final class Checker {

	private final Application application;

	private final World world;

	private final JdbcTemplate jdbc;

	private final List<Violation> violations = new ArrayList<>();

	private final Map<UUID, Run> runs = new LinkedHashMap<>();

	/**
	 * A run, as it is in the end.
	 *
	 * @param nextRunId the run that its chain goes on as, or {@code null}
	 * @param from the run that a reset made it of, or {@code null}
	 * @param kept how many events it was born with
	 */
	record Run(UUID runId, String workflowId, String status, @Nullable UUID parent, @Nullable UUID nextRunId,
			List<HistoryEvent> history, @Nullable UUID from, int kept) {

		boolean isOpen() {
			return this.status.equals("RUNNING") || this.status.equals("STUCK");
		}

		/**
		 * Whether it was ended from outside, whatever it had still to do, and no reset
		 * took that over.
		 */
		boolean isCutOff() {
			return this.status.equals("TIMED_OUT") || (this.status.equals("TERMINATED")
					&& !(this.history.get(this.history.size() - 1).attributes() instanceof WorkflowTerminated terminated
							&& terminated.reason().startsWith("reset to event ")));
		}

		/** The run in which something of its history happened. */
		UUID origin(long eventId, Map<UUID, Run> runs) {
			Run run = this;
			while (run.from != null && eventId <= run.kept) {
				run = Objects.requireNonNull(runs.get(run.from));
			}
			return run.runId;
		}

		@Override
		public String toString() {
			return "run " + this.runId + " of '" + this.workflowId + "'";
		}

	}

	Checker(Application application, World world) {
		this.application = application;
		this.world = world;
		this.jdbc = application.database().jdbc();
	}

	List<Violation> check() {
		TableInvariants.violations(this.jdbc).forEach((invariant, what) -> violated(invariant, what));
		histories();
		readRuns();
		if (this.violations.isEmpty()) {
			ResetChecker resets = new ResetChecker(this.world, this.runs, this.application.payloads(), this::violated);
			this.runs.values()
				.forEach((run) -> new HistoryChecker(run, this.runs, this.world, this.jdbc, this::violated,
						this.application.payloads())
					.check());
			this.runs.values().forEach(this::replay);
			messages(resets);
			starts();
			resets.check();
			new ScheduleChecker(this.world, this.jdbc, this::violated).check();
			stuck();
		}
		return this.violations;
	}

	private void violated(String invariant, String what) {
		this.violations.add(new Violation(invariant, what));
	}

	/** What was once recorded is there, and nothing else. */
	private void histories() {
		Map<UUID, List<StoredEvent>> stored = new HashMap<>();
		this.jdbc.query("""
				select run_id, event_id, task, event_type, recorded_at, payload from holdfast_event
				order by run_id, event_id
				""", (row) -> {
			stored.computeIfAbsent(row.getObject(1, UUID.class), (id) -> new ArrayList<>())
				.add(new StoredEvent(row.getLong(2), row.getLong(3), row.getString(4), row.getLong(5),
						row.getBytes(6)));
		});
		Map<UUID, List<StoredEvent>> recorded = this.world.recorder().histories();
		if (!stored.keySet().equals(recorded.keySet())) {
			violated("I-4", "the runs with histories are not those whose histories were written");
			return;
		}
		recorded.forEach((runId, events) -> {
			if (!describe(events).equals(describe(stored.getOrDefault(runId, List.of())))) {
				violated("I-3", "the history of run " + runId + " is not what was recorded");
			}
		});
	}

	private static List<List<Object>> describe(List<StoredEvent> events) {
		return events.stream()
			.<List<Object>>map((event) -> List.of(event.eventId(), event.task(), event.eventType(), event.recordedAt(),
					Arrays.hashCode(event.payload())))
			.toList();
	}

	private void readRuns() {
		this.jdbc.query("""
				select run_id, workflow_id, status, parent_run_id, next_run_id from holdfast_execution
				order by started_at, run_id
				""", (row) -> {
			UUID runId = row.getObject(1, UUID.class);
			List<HistoryEvent> history = this.world.recorder()
				.histories()
				.getOrDefault(runId, List.of())
				.stream()
				.map((event) -> this.world.recorder().decode(runId, event))
				.toList();
			Lineage lineage = ((WorkflowStarted) history.get(0).attributes()).lineage();
			this.runs.put(runId, new Run(runId, row.getString(2), row.getString(3), row.getObject(4, UUID.class),
					row.getObject(5, UUID.class), history, (lineage.seed() != null) ? lineage.continuedRunId() : null,
					this.world.recorder().past(runId)));
		});
	}

	/** The code does again what it did. */
	private void replay(Run run) {
		List<String> changed = new ArrayList<>();
		WorkflowStarted started = (WorkflowStarted) run.history().get(0).attributes();
		Definitions definitions = this.application.nextBuild().definitions();
		RunServices services = new RunServices(definitions, this.application.payloads(),
				() -> run.history().get(run.history().size() - 1).time(), SimulatedThreads.COROUTINES,
				ContextPropagators.NONE, Interceptors.NONE, (identity, event, given) -> changed.add(event.toString()));
		WorkflowInstance instance = new WorkflowInstance(new RunIdentity(run.workflowId(), run.runId()),
				Objects.requireNonNull(definitions.workflow(started.workflowType())), services);
		try {
			instance.replay(run.history());
			if (!changed.isEmpty()) {
				violated("I-8", run + " gives other inputs on replay: " + changed);
			}
		}
		catch (TaskFailedException ex) {
			violated("I-8", run + " cannot be replayed: " + ex + " because of " + ex.getCause());
		}
		finally {
			instance.destroy();
		}
	}

	/** What clients were told of messages is true. */
	private void messages(ResetChecker resets) {
		Map<String, List<Run>> found = new TreeMap<>();
		for (Run run : this.runs.values()) {
			for (HistoryEvent event : run.history()) {
				String message = HistoryChecker.message(event, this.application.payloads());
				if (message != null) {
					found.computeIfAbsent(message, (key) -> new ArrayList<>()).add(run);
				}
			}
		}
		for (Ledger.Message message : this.world.ledger().messages()) {
			List<Run> where = found.getOrDefault(message.kind + " " + message.number, List.of());
			// an id counts within a run: what is said again may reach the next of the
			// chain
			long said = where.stream().filter((run) -> !resets.tookOver(run, where)).count();
			if (where.size() > Set.copyOf(where).size() || said > Math.max(1, message.sent)) {
				violated("I-12", message + " is in histories " + where.size() + " times: " + where);
			}
			if (message.answer == Answer.REFUSED && !where.isEmpty()) {
				violated("I-12", message + " is in the history of " + where);
			}
			if (message.answer == Answer.ACKNOWLEDGED && where.isEmpty() && !wasCutOff(message.workflowId)) {
				violated("I-13", message + " is in no history");
			}
		}
	}

	private boolean wasCutOff(String workflowId) {
		return this.runs.values().stream().anyMatch((run) -> run.workflowId().equals(workflowId) && run.isCutOff());
	}

	/**
	 * What clients were told of starts is true, and rows of their transactions are there.
	 */
	private void starts() {
		List<String> rows = this.jdbc.queryForList("select place from business where place like 'start:%'",
				String.class);
		for (Ledger.Start start : this.world.ledger().starts()) {
			boolean exists = this.runs.values().stream().anyMatch((run) -> run.workflowId().equals(start.workflowId));
			if (start.answer == Answer.ACKNOWLEDGED && !exists) {
				violated("I-21", start + " came to nothing");
			}
			long executions = this.runs.values()
				.stream()
				.filter((run) -> run.workflowId().equals(start.workflowId))
				.filter((run) -> this.runs.values()
					.stream()
					.noneMatch((before) -> run.runId().equals(before.nextRunId())))
				.count();
			if (executions > 1) {
				violated("I-21", start + " was made " + executions + " times");
			}
			if (start.answer == Answer.REFUSED && exists) {
				violated("I-21", start + " was made all the same");
			}
			if (start.withRow && exists != rows.contains("start:" + start.workflowId)) {
				violated("I-21", start + " and the row of its transaction: one is there, the other is not");
			}
		}
	}

	private void stuck() {
		this.runs.values()
			.stream()
			.filter((run) -> run.status().equals("STUCK"))
			.forEach((run) -> violated("I-23", run + " is stuck"));
	}

}
