package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityBackedOff;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.replay.PendingLocal;
import dev.holdfast.engine.replay.PendingWork;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * The open local activities of an owned run: their attempts, their retries and their
 * timeouts. What was in the memory of an owner that is gone begins anew.
 */
final class LocalActivities {

	private final RunEnvironment environment;

	private final RunIdentity run;

	private final String workflowType;

	private final long epoch;

	private final Slots slots;

	private final AttemptListener listener;

	private final Map<Long, LocalState> states = new LinkedHashMap<>();

	LocalActivities(RunEnvironment environment, RunIdentity run, String workflowType, long epoch, Slots slots,
			AttemptListener listener) {
		this.environment = environment;
		this.run = run;
		this.workflowType = workflowType;
		this.epoch = epoch;
		this.slots = slots;
		this.listener = listener;
	}

	// Steps

	/** Takes up what the code has called. */
	void follow(PendingWork pending, RunStep step) {
		for (PendingLocal local : pending.locals()) {
			LocalState state = this.states.get(local.id());
			String reason = local.cancelReason();
			if (state == null) {
				step.then(() -> add(local));
			}
			else if (reason != null && state.cancelReason() == null) {
				step.then(() -> state.requestCancel(reason));
			}
		}
	}

	/** Lets go what the code no longer waits for. */
	void letGo(PendingWork pending, RunStep step) {
		for (LocalState state : this.states.values()) {
			if (pending.local(state.id()) == null && step.closeLocal(state.id())) {
				boolean abandoned = state.scheduled().policy().cancellation() == ActivityCancellationType.ABANDON;
				finish(state.id(), abandoned ? null : "the workflow cancelled it", step);
			}
		}
	}

	private void add(PendingLocal local) {
		LocalState state = new LocalState(local);
		this.states.put(state.id(), state);
		if (state.cancelReason() == null && state.dueAt() <= this.environment.clock().micros()) {
			begin(state);
		}
	}

	private void begin(LocalState state) {
		int attempt = state.attempts() + 1;
		long requestedAt = (attempt == 1) ? state.scheduled().scheduledAt() : this.environment.clock().micros();
		AttemptRequest request = AttemptRequest
			.of(this.run, this.workflowType, this.epoch, state.id(), state.scheduled(), state.arguments())
			.asLocal()
			.attempt(attempt, requestedAt, state.heartbeat(), state.lastFailure());
		state.begin(this.environment.activities().submit(request, this.slots, this.listener));
	}

	void attemptEnded(Attempt attempt, AttemptOutcome outcome, RunStep step) {
		LocalState state = current(attempt, step);
		if (state == null) {
			return;
		}
		if (outcome instanceof AttemptOutcome.Completed completed) {
			step.happened(attempt.request().completed(), completed.result());
			step.closeLocal(state.id());
			finish(state.id(), null, step);
		}
		else if (outcome instanceof AttemptOutcome.Failed failed) {
			failed(state, failed.failure(), step);
		}
		else if (outcome instanceof AttemptOutcome.Superseded) {
			failed(state, Failures.application("Superseded", "Another attempt has the activity"), step);
		}
	}

	void attemptTimedOut(Attempt attempt, TimeoutType timeout, RunStep step) {
		LocalState state = current(attempt, step);
		if (state != null) {
			failed(state, RetryDecision.timeout(state, timeout), step);
		}
	}

	private @Nullable LocalState current(Attempt attempt, RunStep step) {
		LocalState state = this.states.get(attempt.request().activityId());
		return (state != null && state.current() == attempt && !step.closesLocal(state.id())) ? state : null;
	}

	private void failed(LocalState state, FailureRecord failure, RunStep step) {
		long now = this.environment.clock().micros();
		RetryDecision decision = RetryDecision.after(state, failure, now, false);
		if (decision instanceof RetryDecision.Final end) {
			end(state, end, step);
		}
		else if (decision instanceof RetryDecision.Again again) {
			if (again.dueAt() - now > state.retryThreshold()) {
				step.happened(new LocalActivityBackedOff(state.id(), state.scheduled().activityType(), state.attempts(),
						again.dueAt(), failure));
			}
			Attempt current = state.current();
			step.then(() -> state.backOff(again.dueAt(), failure, (current != null) ? current.lastDetails() : null));
		}
	}

	/**
	 * Where attempts commit their results by themselves one may have done so, here or at
	 * an owner before this one, and nobody was told.
	 */
	private void end(LocalState state, RetryDecision.Final end, RunStep step) {
		if (this.environment.activities().mayCommit(state.scheduled().activityType())) {
			step.commit().exclude(AttemptRequest.localMessageKey(state.id()));
		}
		step.happened(new LocalActivityClosed(state.id(), state.scheduled().activityType(),
				LocalActivityClosed.digest(state.arguments()), state.begunAttempts(), end.state(), end.failure(),
				state.scheduled().summary()));
		step.closeLocal(state.id());
		finish(state.id(), "it failed", step);
	}

	/**
	 * It has closed or was cancelled.
	 * @param why what an attempt is told that is still at work, or {@code null} if that
	 * is left alone
	 */
	void finish(long id, @Nullable String why, RunStep step) {
		step.then(() -> {
			LocalState state = this.states.remove(id);
			if (why != null && state != null && state.current() != null) {
				state.current().giveUp(why);
			}
		});
	}

	/** Begins what is due, and ends what is overdue. */
	void due(long now, RunStep step) {
		for (LocalState state : new ArrayList<>(this.states.values())) {
			if (step.closesLocal(state.id())) {
				continue;
			}
			Long deadline = state.deadline();
			String cancelReason = state.cancelReason();
			if (deadline != null && deadline <= now && givesWay(state, "SCHEDULE_TO_CLOSE timeout")) {
				end(state, RetryDecision.timedOut(state, TimeoutType.SCHEDULE_TO_CLOSE), step);
			}
			else if (cancelReason != null && !state.isToldToStop(cancelReason)) {
				end(state, RetryDecision.canceled(cancelReason), step);
			}
			else if (state.phase() == LocalState.Phase.WAITING && state.dueAt() <= now) {
				step.then(() -> begin(state));
			}
		}
	}

	/**
	 * Gives up the attempt of one whose result is there; answers whether nothing that the
	 * attempt does counts: it may be about to commit.
	 */
	boolean givesWay(long id) {
		LocalState state = this.states.get(id);
		return state == null || givesWay(state, "it completed");
	}

	private static boolean givesWay(LocalState state, String why) {
		Attempt current = state.current();
		return current == null || current.givesWay(why);
	}

	/** Gives up every attempt. */
	void giveUpAll(String why) {
		for (LocalState state : this.states.values()) {
			Attempt current = state.current();
			if (current != null) {
				current.giveUp(why);
			}
		}
		this.states.clear();
	}

	// What is to come

	/**
	 * Whether, once a step is written, somebody must be there for one of the pending
	 * local activities. Only a wait that the history knows of needs nobody.
	 */
	boolean isInFlightAfter(PendingWork pending) {
		for (PendingLocal local : pending.locals()) {
			LocalState state = this.states.get(local.id());
			boolean waits = (state != null) ? state.isBackedOffBy(local.backedOff()) : local.backedOff() != null;
			if (!waits || local.cancelReason() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * When something about these activities is due next; {@link Long#MAX_VALUE} if never.
	 */
	long nextDue(PendingWork pending) {
		long next = Long.MAX_VALUE;
		for (PendingLocal local : pending.locals()) {
			LocalState state = this.states.get(local.id());
			LocalActivityBackedOff wait = local.backedOff();
			if (state == null) {
				next = Math.min(next, (wait != null) ? wait.retryAt() : 0);
				continue;
			}
			if (state.mustHearOfCancellation()) {
				next = 0;
			}
			if (state.isBackedOffBy(wait)) {
				next = Math.min(next, Objects.requireNonNull(wait).retryAt());
			}
			else if (state.phase() == LocalState.Phase.WAITING) {
				next = Math.min(next, state.dueAt());
			}
			next = Math.min(next, Objects.requireNonNullElse(state.deadline(), Long.MAX_VALUE));
		}
		return next;
	}

}
