package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.PendingWork;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.StoredActivity;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * The open activities of an owned run: their attempts, their retries and their timeouts.
 */
final class RunActivities {

	private final RunEnvironment environment;

	private final RunIdentity run;

	private final String workflowType;

	private final long epoch;

	private final AttemptListener listener;

	private final Map<Long, ActivityState> states = new LinkedHashMap<>();

	RunActivities(RunEnvironment environment, RunIdentity run, String workflowType, long epoch,
			AttemptListener listener) {
		this.environment = environment;
		this.run = run;
		this.workflowType = workflowType;
		this.epoch = epoch;
		this.listener = listener;
	}

	/** Takes over what was pending when the run was claimed. */
	void takeOver(PendingWork pending, List<StoredActivity> rows) {
		Map<Long, StoredActivity> byId = new HashMap<>();
		rows.forEach((row) -> byId.put(row.activityId(), row));
		for (PendingItem<ActivityScheduled> item : pending.activities()) {
			StoredActivity row = byId.get(item.id());
			boolean here = this.environment.workers()
				.forActivity(item.attributes().taskQueue(), item.attributes().activityType()) != null;
			this.states.put(item.id(), ActivityState.found(item, row, here, (row != null) ? lastFailure(row) : null,
					(row != null) ? heartbeat(row) : null));
		}
	}

	@Nullable ActivityState get(long id) {
		return this.states.get(id);
	}

	// Steps

	/** The workflow has scheduled one. */
	void schedule(PendingItem<ActivityScheduled> item, RunStep step) {
		ActivityScheduled scheduled = item.attributes();
		Worker worker = this.environment.workers().forActivity(scheduled.taskQueue(), scheduled.activityType());
		if (worker == null) {
			ActivityState remote = ActivityState.remote(item);
			step.commit().activity(row(remote, StoredActivity.State.SCHEDULED, 0, scheduled.scheduledAt(), null));
			step.then(() -> this.states.put(item.id(), remote));
			return;
		}
		step.beginAttempt(item.id());
		step.then(() -> {
			ActivityState state = ActivityState.firstAttempt(item);
			this.states.put(item.id(), state);
			dispatch(state, 1, worker);
		});
	}

	/** It has closed or was cancelled: nothing it does counts any more. */
	void finish(long id, String why, RunStep step) {
		step.commit().finishActivity(id);
		step.then(() -> {
			ActivityState state = this.states.remove(id);
			if (state != null && state.current() != null) {
				state.current().giveUp(why);
			}
		});
	}

	void attemptEnded(Attempt attempt, AttemptOutcome outcome, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state == null) {
			return;
		}
		if (outcome instanceof AttemptOutcome.Completed completed) {
			step.closeActivity(state.id());
			step.happened(new ActivityCompleted(state.id(), state.attempts()), completed.result());
			finish(state.id(), "it completed", step);
		}
		else if (outcome instanceof AttemptOutcome.Failed failed) {
			keepHeartbeat(state, attempt.lastDetails());
			failed(state, failed.failure(), false, step);
		}
		else if (outcome instanceof AttemptOutcome.Superseded) {
			failed(state, Failures.application("Superseded", "Another attempt has the activity"), false, step);
		}
	}

	void attemptTimedOut(Attempt attempt, TimeoutType timeout, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state != null) {
			keepHeartbeat(state, attempt.lastDetails());
			failed(state, Failures.timeout(timeout, "activity " + state.scheduled().activityType(), null), false, step);
		}
	}

	void heartbeat(Attempt attempt, byte[] details, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state != null) {
			keepHeartbeat(state, details);
			step.change();
			step.commit()
				.activity(
						row(state, StoredActivity.State.STARTED, state.attempts(), this.environment.clock().micros()));
		}
	}

	private static void keepHeartbeat(ActivityState state, byte @Nullable [] details) {
		if (details != null) {
			state.keepHeartbeat(details);
		}
	}

	private @Nullable ActivityState current(Attempt attempt, RunStep step) {
		ActivityState state = this.states.get(attempt.request().activityId());
		return (state != null && state.current() == attempt && !step.closes(state.id())) ? state : null;
	}

	private void failed(ActivityState state, FailureRecord failure, boolean immediately, RunStep step) {
		RetryDecision decision = RetryDecision.after(state, failure, this.environment.clock().micros(), immediately);
		if (decision instanceof RetryDecision.Final end) {
			step.closeActivity(state.id());
			step.happened(end.event());
			finish(state.id(), "it failed", step);
		}
		else if (decision instanceof RetryDecision.Again again) {
			step.change();
			step.backOff(state.id(), again.dueAt());
			step.commit()
				.activity(row(state, StoredActivity.State.SCHEDULED, state.attempts(), again.dueAt(), failure));
			step.then(() -> state.backOff(again.dueAt(), failure));
		}
	}

	/** Begins what is due, and ends what is overdue. */
	void due(long now, RunStep step) {
		for (ActivityState state : new ArrayList<>(this.states.values())) {
			if (step.closes(state.id()) || step.backsOffUntil(state.id()) != null) {
				continue;
			}
			Long deadline = state.deadline();
			Long startDeadline = state.startDeadline();
			Attempt current = state.current();
			boolean committing = current != null && current.isCommitting();
			if (deadline != null && deadline <= now && !committing) {
				end(state, TimeoutType.SCHEDULE_TO_CLOSE, step);
			}
			else if (startDeadline != null && startDeadline <= now) {
				end(state, TimeoutType.SCHEDULE_TO_START, step);
			}
			else if (state.phase() == ActivityState.Phase.LOST) {
				failed(state, Failures.application("WorkerLost", "The node that ran the attempt is gone"), true, step);
			}
			else if (state.phase() == ActivityState.Phase.BACKING_OFF && state.dueAt() <= now) {
				beginNext(state, now, step);
			}
		}
	}

	private void end(ActivityState state, TimeoutType type, RunStep step) {
		step.closeActivity(state.id());
		step.happened(RetryDecision.timedOut(state, type));
		finish(state.id(), type + " timeout", step);
	}

	/**
	 * The attempt is counted before it is made, so that one that kills the process cannot
	 * run for ever.
	 */
	private void beginNext(ActivityState state, long now, RunStep step) {
		Worker worker = this.environment.workers()
			.forActivity(state.scheduled().taskQueue(), state.scheduled().activityType());
		if (worker == null) {
			step.change();
			step.commit().activity(state.remoteRow(this.run.runId(), now, encodedHeartbeat(state)));
			step.then(state::handOut);
			return;
		}
		int attempt = state.attempts() + 1;
		step.change();
		step.beginAttempt(state.id());
		step.commit().activity(row(state, StoredActivity.State.STARTED, attempt, now));
		step.then(() -> dispatch(state, attempt, worker));
	}

	private void dispatch(ActivityState state, int attempt, Worker worker) {
		AttemptRequest request = new AttemptRequest(this.run, this.workflowType, this.epoch, state.id(),
				state.scheduled(), state.arguments(), attempt, state.heartbeat());
		state.begin(attempt, this.environment.activities().submit(request, worker.activities(), this.listener));
	}

	private StoredActivity row(ActivityState state, StoredActivity.State stored, int attempt, long dueAt) {
		return row(state, stored, attempt, dueAt, state.lastFailure());
	}

	private StoredActivity row(ActivityState state, StoredActivity.State stored, int attempt, long dueAt,
			@Nullable FailureRecord failure) {
		return state.row(this.run.runId(), stored, attempt, dueAt,
				(stored == StoredActivity.State.STARTED) ? owner() : null, encodedHeartbeat(state),
				this.environment.codec().encodeFailure(this.run.runId(), state.id(), failure));
	}

	private byte @Nullable [] encodedHeartbeat(ActivityState state) {
		return this.environment.codec().encodeHeartbeat(this.run.runId(), state.id(), state.heartbeat());
	}

	private UUID owner() {
		return this.environment.bootId();
	}

	/**
	 * Writes down where everything stands, so that another node can go on; what was not
	 * begun does not count.
	 */
	void handOver(RunStep step) {
		long now = this.environment.clock().micros();
		for (ActivityState state : this.states.values()) {
			Attempt current = state.current();
			if (state.phase() != ActivityState.Phase.IN_ATTEMPT || current == null) {
				continue;
			}
			boolean begun = !current.giveUp("the node shuts down") || current.hasStarted();
			keepHeartbeat(state, current.lastDetails());
			step.change();
			step.commit()
				.activity(begun ? row(state, StoredActivity.State.STARTED, state.attempts(), now)
						: row(state, StoredActivity.State.SCHEDULED, state.attempts() - 1, now));
		}
	}

	/** Gives up every attempt. */
	void giveUpAll(String why) {
		for (ActivityState state : this.states.values()) {
			Attempt current = state.current();
			if (current != null) {
				current.giveUp(why);
			}
		}
		this.states.clear();
	}

	// What is to come

	/**
	 * Whether somebody is at work on one of the pending activities once a step is
	 * written.
	 */
	boolean isInFlightAfter(RunStep step, PendingWork pending) {
		for (PendingItem<ActivityScheduled> item : pending.activities()) {
			ActivityState state = this.states.get(item.id());
			boolean backsOff = step.backsOffUntil(item.id()) != null;
			if (step.begins(item.id()) || (state != null && state.isInFlight() && !backsOff)) {
				return true;
			}
		}
		return false;
	}

	/** Whether somebody is at work on an activity now. */
	boolean isInFlight() {
		return this.states.values().stream().anyMatch(ActivityState::isInFlight);
	}

	/**
	 * When something about these activities is due next, once a step is written;
	 * {@link Long#MAX_VALUE} if never.
	 */
	long nextDueAfter(@Nullable RunStep step) {
		long next = Long.MAX_VALUE;
		for (ActivityState state : this.states.values()) {
			if (step != null && step.closes(state.id())) {
				continue;
			}
			Long backOff = (step != null) ? step.backsOffUntil(state.id()) : null;
			if (backOff != null || state.phase() == ActivityState.Phase.BACKING_OFF) {
				next = Math.min(next, (backOff != null) ? backOff : state.dueAt());
			}
			if (state.phase() == ActivityState.Phase.LOST) {
				next = Math.min(next, 0);
			}
			next = Math.min(next, Objects.requireNonNullElse(state.deadline(), Long.MAX_VALUE));
			next = Math.min(next, Objects.requireNonNullElse(state.startDeadline(), Long.MAX_VALUE));
		}
		return next;
	}

	private @Nullable FailureRecord lastFailure(StoredActivity row) {
		return this.environment.codec().decodeFailure(row.runId(), row.activityId(), row.lastFailure());
	}

	private byte @Nullable [] heartbeat(StoredActivity row) {
		return this.environment.codec().decodeHeartbeat(row.runId(), row.activityId(), row.heartbeat());
	}

}
