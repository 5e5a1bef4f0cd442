package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptLost;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHandedOver;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHeartbeat;
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

	private final ActivityRows rows;

	private final Map<Long, ActivityState> states = new LinkedHashMap<>();

	private final ActivityOutlook outlook = new ActivityOutlook(this.states);

	RunActivities(RunEnvironment environment, RunIdentity run, String workflowType, long epoch,
			AttemptListener listener) {
		this.environment = environment;
		this.run = run;
		this.workflowType = workflowType;
		this.epoch = epoch;
		this.listener = listener;
		this.rows = new ActivityRows(environment, run.runId());
	}

	/** Takes over what was pending when the run was claimed. */
	void takeOver(PendingWork pending, List<StoredActivity> rows) {
		Map<Long, StoredActivity> byId = new HashMap<>();
		rows.forEach((row) -> byId.put(row.activityId(), row));
		for (PendingItem<ActivityScheduled> item : pending.activities()) {
			StoredActivity row = byId.get(item.id());
			this.states.put(item.id(), ActivityState.found(item, row, this.rows.lastFailure(row),
					this.rows.heartbeat(row), this.environment.clock().micros()));
		}
	}

	/**
	 * Gives up the attempt of one whose result is there; answers whether nothing that the
	 * attempt does counts: it may be about to commit.
	 */
	boolean givesWay(long id) {
		ActivityState state = this.states.get(id);
		return state == null || givesWay(state.current(), "it completed");
	}

	// Steps

	/** The workflow has scheduled one. */
	void schedule(PendingItem<ActivityScheduled> item, RunStep step) {
		ActivityScheduled scheduled = item.attributes();
		Worker worker = this.environment.workers().forActivity(scheduled.taskQueue(), scheduled.activityType());
		if (worker == null) {
			ActivityState remote = ActivityState.remote(item);
			step.commit().activity(this.rows.remote(remote, 0, scheduled.scheduledAt()));
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
		step.closeActivity(id);
		ActivityState known = this.states.get(id);
		if (known == null || known.mayHaveRow()) {
			step.commit().finishActivity(id);
		}
		step.then(() -> {
			ActivityState state = this.states.remove(id);
			if (state != null && state.current() != null) {
				state.current().giveUp(why);
			}
		});
	}

	/** The workflow asks one to stop, and waits until it has. */
	void requestCancel(long id, String reason, RunStep step) {
		ActivityState known = this.states.get(id);
		Attempt handedOver = (known != null && step.completesLaterIn(id)) ? known.current() : null;
		if (known != null && (handedOver != null || known.phase() == ActivityState.Phase.OUTSIDE)) {
			long startedAt = (handedOver != null) ? handedOver.startedAt() : known.attemptStartedAt();
			step.commit().activity(this.rows.outside(known, known.attempts(), startedAt, true));
		}
		if (known != null && known.phase() == ActivityState.Phase.REMOTE) {
			cancelRemote(known, step);
		}
		step.then(() -> {
			ActivityState state = this.states.get(id);
			if (state != null) {
				state.requestCancel(reason);
			}
		});
	}

	/** Whoever has taken it, or will see to it, hears of it from its row. */
	private static void cancelRemote(ActivityState state, RunStep step) {
		step.change();
		step.commit().cancelRemote(state.id());
		step.then(state::toldToStop);
	}

	/**
	 * Leaves alone what the workflow no longer waits for without having said so: no
	 * further attempt is made, and what the current one answers is dropped.
	 */
	void abandon(PendingWork pending, RunStep step) {
		for (Long id : this.states.keySet()) {
			if (pending.activity(id) == null && step.closeActivity(id)) {
				step.commit().finishActivity(id);
				step.then(() -> this.states.remove(id));
			}
		}
	}

	void attemptEnded(Attempt attempt, AttemptOutcome outcome, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state == null) {
			return;
		}
		if (outcome instanceof AttemptOutcome.Completed completed) {
			step.happened(new ActivityCompleted(state.id(), state.attempts()), completed.result());
			finish(state.id(), "it completed", step);
		}
		else if (outcome instanceof AttemptOutcome.Failed failed) {
			keepHeartbeat(state, attempt.lastDetails());
			failed(state, state, failed.failure(), false, step);
		}
		else if (outcome instanceof AttemptOutcome.Superseded) {
			failed(state, state, Failures.application("Superseded", "Another attempt has the activity"), false, step);
		}
	}

	void attemptTimedOut(Attempt attempt, TimeoutType timeout, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state != null) {
			keepHeartbeat(state, attempt.lastDetails());
			failed(state, state, RetryDecision.timeout(state, timeout), false, step);
		}
	}

	void heartbeat(Attempt attempt, byte @Nullable [] details, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state != null) {
			heartbeat(state, details, step);
		}
	}

	private void heartbeat(ActivityState state, byte @Nullable [] details, RunStep step) {
		long now = this.environment.clock().micros();
		keepHeartbeat(state, details);
		state.beat(now);
		step.change();
		step.commit()
			.activity((state.phase() == ActivityState.Phase.OUTSIDE)
					? this.rows.outside(state, state.attempts(), state.attemptStartedAt(), state.cancelReason() != null)
					: this.rows.started(state, state.attempts(), now));
	}

	private static void keepHeartbeat(ActivityState state, byte @Nullable [] details) {
		if (details != null) {
			state.keepHeartbeat(details);
		}
	}

	private @Nullable ActivityState current(Attempt attempt, RunStep step) {
		ActivityState state = this.states.get(attempt.request().activityId());
		return (state != null && state.current() == attempt && isOpen(state, step)) ? state : null;
	}

	private static boolean isOpen(ActivityState state, RunStep step) {
		return !step.closes(state.id()) && step.backsOffUntil(state.id()) == null && !step.offers(state.id());
	}

	/** Lets any worker have an attempt that has not begun yet. */
	void offer(Attempt attempt, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state != null && attempt.withdraw()) {
			int attempts = state.attempts() - 1;
			step.change();
			step.offer(state.id());
			step.commit().activity(this.rows.remote(state, attempts, this.environment.clock().micros()));
			step.then(() -> state.handOut(attempts));
		}
	}

	// Completion from outside

	/** An attempt says that it is completed from outside: a row remembers it. */
	void completesLater(Attempt attempt, RunStep step) {
		ActivityState state = current(attempt, step);
		if (state == null) {
			return;
		}
		keepHeartbeat(state, attempt.lastDetails());
		step.change();
		step.completesLater(state.id());
		step.commit()
			.activity(this.rows.outside(state, state.attempts(), attempt.startedAt(), state.cancelReason() != null));
		step.then(() -> {
			state.completesLater(state.attempts(), attempt.startedAt(), attempt.lastHeartbeatAt());
			attempt.handOver();
		});
	}

	/** Somebody outside says that an attempt failed or was cancelled. */
	void failedOutside(ActivityAttemptFailed failed, byte @Nullable [] details, RunStep step) {
		ActivityState outside = outside(failed.activityId(), failed.attempt(), step);
		if (outside != null) {
			failed(outside, outside, failed.failure(), false, step);
			return;
		}
		ActivityState remote = remote(failed.activityId(), step);
		boolean unbegun = failed.failure().timeoutType() == TimeoutType.SCHEDULE_TO_START
				|| failed.failure().kind() == FailureRecord.Kind.CANCELED;
		if (remote != null
				&& (failed.attempt() == remote.attempts() + 1 || (unbegun && failed.attempt() == remote.attempts()))) {
			keepHeartbeat(remote, details);
			failed(remote, new TakenAttempt(remote, failed.attempt()), failed.failure(), false, step);
		}
	}

	/**
	 * The node that had taken an attempt is gone. If that happens again and again, while
	 * the activity does not get on, then it may be the activity that ends its nodes.
	 */
	void lost(ActivityAttemptLost lost, byte @Nullable [] details, RunStep step) {
		ActivityState state = remote(lost.activityId(), step);
		if (state != null && lost.attempt() == state.attempts() + 1) {
			boolean getsOn = details != null && !Arrays.equals(details, state.heartbeat());
			int before = getsOn ? 0 : LostWorkers.inARow(state.lastFailure());
			keepHeartbeat(state, details);
			FailureRecord failure = LostWorkers.failure(lost.inOrder() ? before : before + 1);
			failed(state, new TakenAttempt(state, lost.attempt()), failure, lost.inOrder() || before == 0, step);
		}
	}

	/** An attempt that another node had taken is completed from outside. */
	void handedOver(ActivityHandedOver handedOver, byte @Nullable [] details, RunStep step) {
		ActivityState state = remote(handedOver.activityId(), step);
		if (state == null || handedOver.attempt() != state.attempts() + 1) {
			return;
		}
		keepHeartbeat(state, details);
		if (state.cancelReason() != null) {
			step.commit().activity(this.rows.outside(state, handedOver.attempt(), handedOver.startedAt(), true));
		}
		long now = this.environment.clock().micros();
		step.then(() -> {
			if (isOpen(state, step)) {
				state.completesLater(handedOver.attempt(), handedOver.startedAt(), now);
			}
		});
	}

	/** One that another node may have taken and that has no result yet. */
	private @Nullable ActivityState remote(long activityId, RunStep step) {
		ActivityState state = this.states.get(activityId);
		return (state != null && state.phase() == ActivityState.Phase.REMOTE && isOpen(state, step)
				&& !step.hasResultOf(activityId)) ? state : null;
	}

	/** Somebody outside says that an attempt is alive. */
	void heartbeatOutside(ActivityHeartbeat heartbeat, byte @Nullable [] details, RunStep step) {
		ActivityState state = outside(heartbeat.activityId(), heartbeat.attempt(), step);
		if (state != null) {
			heartbeat(state, details, step);
		}
	}

	private @Nullable ActivityState outside(long activityId, int attempt, RunStep step) {
		ActivityState state = this.states.get(activityId);
		return (state != null && state.phase() == ActivityState.Phase.OUTSIDE && state.attempts() == attempt
				&& isOpen(state, step)) ? state : null;
	}

	private void failed(ActivityState state, Retried attempt, FailureRecord failure, boolean immediately,
			RunStep step) {
		RetryDecision decision = RetryDecision.after(attempt, failure, this.environment.clock().micros(), immediately);
		if (decision instanceof RetryDecision.Final end) {
			end(state, attempt.begunAttempts(), end, "it failed", step);
		}
		else if (decision instanceof RetryDecision.Again again) {
			int attempts = attempt.attempts();
			step.change();
			step.backOff(state.id(), again.dueAt());
			step.commit().activity(this.rows.waiting(state, attempts, again.dueAt(), failure));
			step.then(() -> state.backOff(attempts, again.dueAt(), failure));
		}
	}

	/** Begins what is due, and ends what is overdue. */
	void due(long now, RunStep step) {
		for (ActivityState state : new ArrayList<>(this.states.values())) {
			if (!isOpen(state, step)) {
				continue;
			}
			Long deadline = state.deadline();
			boolean remote = state.phase() == ActivityState.Phase.REMOTE;
			ActivityState.AttemptDeadline outside = state.outsideDeadline();
			String cancelReason = state.cancelReason();
			Attempt current = state.current();
			if (deadline != null && deadline <= now && givesWay(current, "SCHEDULE_TO_CLOSE timeout")) {
				if (current != null) {
					keepHeartbeat(state, current.lastDetails());
				}
				int begun = remote ? this.rows.begunElsewhere(state) : state.begunAttempts();
				end(state, begun, RetryDecision.timedOut(state, TimeoutType.SCHEDULE_TO_CLOSE),
						"SCHEDULE_TO_CLOSE timeout", step);
			}
			else if (remote) {
				if (state.mustHearOfCancellation()) {
					cancelRemote(state, step);
				}
			}
			else if (cancelReason != null && !isToldToStop(state, cancelReason)) {
				end(state, state.begunAttempts(), RetryDecision.canceled(cancelReason), "the workflow cancelled it",
						step);
			}
			else if (outside != null && outside.at() <= now && !step.completesLaterIn(state.id())) {
				failed(state, state, RetryDecision.timeout(state, outside.type()), false, step);
			}
			else if (state.phase() == ActivityState.Phase.LOST) {
				failed(state, state, LostWorkers.failure(0), true, step);
			}
			else if (state.phase() == ActivityState.Phase.BACKING_OFF && state.dueAt() <= now) {
				beginNext(state, now, step);
			}
		}
	}

	/**
	 * Tells the attempt that it should stop; answers whether there is one that could
	 * hear.
	 */
	private static boolean isToldToStop(ActivityState state, String reason) {
		Attempt current = state.current();
		if (state.phase() == ActivityState.Phase.OUTSIDE) {
			if (current != null) {
				current.requestCancellation(reason);
			}
			state.toldToStop();
			return true;
		}
		boolean told = state.phase() == ActivityState.Phase.IN_ATTEMPT && current != null
				&& current.requestCancellation(reason);
		if (told) {
			state.toldToStop();
		}
		return told;
	}

	private static boolean givesWay(@Nullable Attempt attempt, String why) {
		return attempt == null || attempt.givesWay(why);
	}

	/**
	 * A result that some node may just be committing counts, so there must be none when
	 * it is written that there is none. That is so for an attempt of this node, too: when
	 * its connection breaks as it commits, it has failed, and may have committed.
	 */
	private void end(ActivityState state, int attempts, RetryDecision.Final end, String why, RunStep step) {
		if (state.mayEndElsewhere() || this.environment.activities().mayCommit(state.scheduled().activityType())) {
			step.commit().exclude(AttemptRequest.messageKey(state.id()));
		}
		step.happened(new ActivityFailed(state.id(), attempts, end.state(), end.failure()));
		finish(state.id(), why, step);
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
			step.commit().activity(this.rows.remote(state, state.attempts(), now));
			step.then(() -> state.handOut(state.attempts()));
			return;
		}
		int attempt = state.attempts() + 1;
		step.change();
		step.beginAttempt(state.id());
		step.commit().activity(this.rows.started(state, attempt, now));
		step.then(() -> dispatch(state, attempt, worker));
	}

	private void dispatch(ActivityState state, int attempt, Worker worker) {
		long requestedAt = (attempt == 1) ? state.scheduled().scheduledAt() : this.environment.clock().micros();
		AttemptRequest request = AttemptRequest
			.of(this.run, this.workflowType, this.epoch, state.id(), state.scheduled(), state.arguments())
			.attempt(attempt, requestedAt, state.heartbeat(), state.lastFailure());
		state.begin(attempt, this.environment.activities().submit(request, worker.activities(), this.listener));
	}

	/**
	 * Writes down where everything stands, so that another node can go on; what was not
	 * begun does not count.
	 */
	void handOver(RunStep step) {
		long now = this.environment.clock().micros();
		for (ActivityState state : this.states.values()) {
			Attempt current = state.current();
			if (state.phase() != ActivityState.Phase.IN_ATTEMPT || current == null || step.offers(state.id())) {
				continue;
			}
			boolean begun = !current.giveUp("the node shuts down") || current.hasStarted();
			keepHeartbeat(state, current.lastDetails());
			step.change();
			step.commit()
				.activity(begun ? this.rows.started(state, state.attempts(), now)
						: this.rows.waiting(state, state.attempts() - 1, now, state.lastFailure()));
		}
	}

	/** Gives up every attempt. */
	void giveUpAll(String why) {
		for (ActivityState state : this.states.values()) {
			Attempt current = state.current();
			if (current != null && state.phase() != ActivityState.Phase.OUTSIDE) {
				current.giveUp(why);
			}
		}
		this.states.clear();
	}

	/** What is to come of them. */
	ActivityOutlook outlook() {
		return this.outlook;
	}

}
