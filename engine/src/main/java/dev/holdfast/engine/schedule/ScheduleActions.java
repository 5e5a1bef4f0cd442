package dev.holdfast.engine.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.schedule.ScheduleState.Taken;
import dev.holdfast.engine.schedule.ScheduleTurn.Outcome;
import dev.holdfast.engine.schedule.ScheduleTurn.Outcomes;
import dev.holdfast.engine.schedule.ScheduleTurn.Start;
import dev.holdfast.engine.schedule.ScheduleTurn.Stop;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredSchedule;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleCounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the actions of a schedule that are due. What is started and what the schedule
 * knows of it are written in one transaction that holds the row of the schedule, so that
 * no action is lost and none is taken twice, whoever else tries and whenever the process
 * ends.
 */
final class ScheduleActions {

	private static final Logger logger = LoggerFactory.getLogger(ScheduleActions.class);

	private final Store store;

	private final JsonMapper json;

	private final EngineClock clock;

	private final StartTemplates templates;

	private final RunRegistry registry;

	private final WorkflowClient workflows;

	private final EngineMetrics metrics;

	private final Executor blocking;

	ScheduleActions(Store store, JsonMapper json, EngineClock clock, StartTemplates templates, RunRegistry registry,
			WorkflowClient workflows, EngineMetrics metrics, Executor blocking) {
		this.store = store;
		this.json = json;
		this.clock = clock;
		this.templates = templates;
		this.registry = registry;
		this.workflows = workflows;
		this.metrics = metrics;
		this.blocking = blocking;
	}

	/**
	 * What was done.
	 *
	 * @param waitsFor the run whose end the schedule waits for, or {@code null}
	 */
	record Done(@Nullable UUID waitsFor) {
	}

	private record Committed(Schedule schedule, ScheduleTurn turn, List<Start> taken, long now) {
	}

	/**
	 * Does what a schedule has to do now.
	 * @return what was done, or {@code null} if the schedule is gone or somebody else is
	 * changing it
	 * @throws dev.holdfast.schedule.UnreadableScheduleException if it cannot be read
	 */
	@Nullable Done act(String scheduleId) {
		Committed committed = this.store.schedules().own(() -> {
			StoredSchedule row = this.store.schedules().lockIfFree(scheduleId);
			return (row != null) ? act(Schedule.read(row, this.json)) : null;
		});
		if (committed == null) {
			return null;
		}
		count(committed);
		committed.turn().stops().stream().filter(Stop::terminate).forEach((stop) -> terminate(scheduleId, stop));
		Taken waitsFor = committed.turn().waitsFor();
		return new Done((waitsFor != null) ? waitsFor.runId() : null);
	}

	private Committed act(Schedule schedule) {
		long now = this.clock.micros();
		ScheduleTurn turn = new ScheduleTurn(schedule, schedule.times(), outcomes(schedule), now);
		turn.observe();
		turn.decide();
		List<Start> taken = new ArrayList<>();
		for (Start start : turn.starts()) {
			if (start(schedule, turn, start)) {
				taken.add(start);
			}
		}
		turn.stops().stream().filter((stop) -> !stop.terminate()).forEach((stop) -> cancel(schedule, stop));
		Taken waitsFor = turn.waitsFor();
		boolean written = this.store.schedules()
			.update(schedule.row(turn.state(), turn.paused(), turn.nextAt(),
					(waitsFor != null) ? waitsFor.workflowId() : null, now, this.json));
		if (!written) {
			throw new IllegalStateException("Schedule '" + schedule.row().scheduleId() + "' was changed while locked");
		}
		return new Committed(schedule, turn, taken, now);
	}

	private Outcomes outcomes(Schedule schedule) {
		Map<String, UUID> open = this.store.schedules()
			.openRuns(schedule.state().running().stream().map(Taken::workflowId).toList());
		return new Outcomes() {

			@Override
			public Outcome of(String workflowId) {
				UUID runId = open.get(workflowId);
				return new Outcome(runId,
						runId == null && schedule.definition().pauseOnFailure() && failed(workflowId));
			}

			@Override
			public boolean wasStarted(String workflowId) {
				return ScheduleActions.this.store.reader().find(RunTarget.latest(workflowId)) != null;
			}

		};
	}

	private boolean failed(String workflowId) {
		StoredExecution last = this.store.reader().find(RunTarget.latest(workflowId));
		return last != null && (last.status() == WorkflowStatus.FAILED || last.status() == WorkflowStatus.TIMED_OUT);
	}

	private boolean start(Schedule schedule, ScheduleTurn turn, Start start) {
		Origin origin = new Origin(schedule.row().scheduleId(), Micros.toInstant(start.action().time()));
		Predecessor predecessor = Predecessor.of(schedule.state().recent(), this.store.reader());
		NewRun run = this.templates.newRun(schedule.row().startPayload(), start.workflowId(), origin.memo(this.json),
				origin.searchAttributes(), (lineage) -> lineage.after(predecessor.result(), predecessor.failure()));
		if (!(this.store.starts().start(run, this.registry.birthOf(run, false)) instanceof Starts.Outcome.Started)) {
			logger.warn("Schedule '{}' left out an action: an execution with the id '{}' is running",
					schedule.row().scheduleId(), start.workflowId());
			turn.inUse(start);
			return false;
		}
		turn.taken(start, run.runId());
		return true;
	}

	private void cancel(Schedule schedule, Stop stop) {
		try {
			this.workflows.handle(stop.workflowId()).cancel(reason(schedule.row().scheduleId()));
		}
		catch (WorkflowNotFoundException ex) {
			logger.debug("Workflow '{}' is gone, so there is nothing to cancel", stop.workflowId());
		}
	}

	/** Is tried again with a later turn if it fails. */
	private void terminate(String scheduleId, Stop stop) {
		this.blocking.execute(() -> {
			try {
				this.workflows.handle(stop.workflowId()).terminate(reason(scheduleId));
			}
			catch (RuntimeException ex) {
				logger.warn("Schedule '{}' could not terminate workflow '{}', and tries again: {}", scheduleId,
						stop.workflowId(), ex.toString());
			}
		});
	}

	private static String reason(String scheduleId) {
		return "the next action of schedule '" + scheduleId + "' takes its place";
	}

	private void count(Committed committed) {
		ScheduleCounts before = committed.schedule().state().counts();
		ScheduleCounts after = committed.turn().counts();
		String type = committed.schedule().row().workflowType();
		this.metrics.scheduleActed(type, after.taken() - before.taken(),
				after.skippedByOverlap() + after.dropped() - before.skippedByOverlap() - before.dropped(),
				after.missed() - before.missed());
		committed.taken()
			.forEach((start) -> this.metrics.scheduleLag(type, Math.max(0, committed.now() - start.action().due())));
	}

}
