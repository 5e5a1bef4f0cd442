package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.StateTable;
import dev.holdfast.engine.store.StoredActivity;
import org.jspecify.annotations.Nullable;

/**
 * Where an activity of an owned run stands between its scheduling and its close. Used by
 * one thread at a time.
 */
final class ActivityState {

	/** The phases of an activity. */
	enum Phase {

		/** The owner's attempt waits for a slot or runs. */
		IN_ATTEMPT,
		/** It waits for the time of its next attempt. */
		BACKING_OFF,
		/** Its attempt was begun by an owner that is gone. */
		LOST,
		/** Any worker of its task queue may take it; this node is none. */
		REMOTE

	}

	/** What happens to it. */
	enum Cause {

		ATTEMPT, BACK_OFF, HAND_OUT

	}

	private static final StateTable<Phase, Cause> LIFE = new StateTable<>(Phase.class, Cause.class)
		.step(Phase.IN_ATTEMPT, Cause.BACK_OFF, Phase.BACKING_OFF)
		.step(Phase.BACKING_OFF, Cause.ATTEMPT, Phase.IN_ATTEMPT)
		.step(Phase.LOST, Cause.ATTEMPT, Phase.IN_ATTEMPT)
		.step(Phase.LOST, Cause.BACK_OFF, Phase.BACKING_OFF)
		.step(Phase.BACKING_OFF, Cause.HAND_OUT, Phase.REMOTE)
		.step(Phase.REMOTE, Cause.BACK_OFF, Phase.REMOTE);

	private final long id;

	private final ActivityScheduled scheduled;

	private final byte[] arguments;

	private Phase phase;

	private int attempts;

	private long dueAt;

	private @Nullable FailureRecord lastFailure;

	private byte @Nullable [] heartbeat;

	private @Nullable Attempt current;

	private ActivityState(PendingItem<ActivityScheduled> item, Phase phase, int attempts) {
		this.id = item.id();
		this.scheduled = item.attributes();
		byte[] data = item.data();
		this.arguments = (data != null) ? data : new byte[0];
		this.phase = phase;
		this.attempts = attempts;
	}

	/** Scheduled just now: the owner makes the first attempt, and the event counts it. */
	static ActivityState firstAttempt(PendingItem<ActivityScheduled> item) {
		return new ActivityState(item, Phase.IN_ATTEMPT, 1);
	}

	/** Scheduled for workers of other nodes. */
	static ActivityState remote(PendingItem<ActivityScheduled> item) {
		return new ActivityState(item, Phase.REMOTE, 0);
	}

	/**
	 * Found pending when the run was taken over: what was begun counts, what was not does
	 * not.
	 */
	static ActivityState found(PendingItem<ActivityScheduled> item, @Nullable StoredActivity row, boolean here,
			@Nullable FailureRecord lastFailure, byte @Nullable [] heartbeat) {
		if (row == null) {
			return new ActivityState(item, Phase.LOST, 1);
		}
		Phase phase = (row.remote() && !here) ? Phase.REMOTE
				: (row.state() == StoredActivity.State.STARTED) ? Phase.LOST : Phase.BACKING_OFF;
		ActivityState state = new ActivityState(item, phase, row.attempt());
		state.dueAt = row.dueAt();
		state.lastFailure = lastFailure;
		state.heartbeat = heartbeat;
		return state;
	}

	void begin(int attempt, Attempt current) {
		if (this.phase != Phase.IN_ATTEMPT) {
			this.phase = LIFE.next(this.phase, Cause.ATTEMPT);
		}
		this.attempts = attempt;
		this.current = current;
	}

	void backOff(long dueAt, @Nullable FailureRecord failure) {
		this.phase = LIFE.next(this.phase, Cause.BACK_OFF);
		this.dueAt = dueAt;
		this.current = null;
		if (failure != null) {
			this.lastFailure = failure;
		}
	}

	/** This node cannot make the next attempt: any worker of the task queue may. */
	void handOut() {
		this.phase = LIFE.next(this.phase, Cause.HAND_OUT);
		this.current = null;
	}

	void keepHeartbeat(byte[] details) {
		this.heartbeat = details;
	}

	/** Its row once any worker of the task queue may take it. */
	StoredActivity remoteRow(UUID runId, long dueAt, byte @Nullable [] heartbeat) {
		return new StoredActivity(runId, this.id, this.scheduled.activityType(), this.scheduled.taskQueue(),
				StoredActivity.State.SCHEDULED, this.attempts, dueAt, true, null, heartbeat, null);
	}

	/**
	 * Its row, as it is to be while it waits for the next attempt or after one was begun.
	 */
	StoredActivity row(UUID runId, StoredActivity.State state, int attempt, long dueAt, @Nullable UUID owner,
			byte @Nullable [] heartbeat, byte @Nullable [] lastFailure) {
		return new StoredActivity(runId, this.id, this.scheduled.activityType(), this.scheduled.taskQueue(), state,
				attempt, dueAt, this.phase == Phase.REMOTE, owner, heartbeat, lastFailure);
	}

	long id() {
		return this.id;
	}

	ActivityScheduled scheduled() {
		return this.scheduled;
	}

	byte[] arguments() {
		return this.arguments;
	}

	Phase phase() {
		return this.phase;
	}

	int attempts() {
		return this.attempts;
	}

	/** How many attempts were begun: one that waits for a slot is none yet. */
	int begunAttempts() {
		Attempt attempt = this.current;
		return (attempt != null && !attempt.hasStarted()) ? this.attempts - 1 : this.attempts;
	}

	long dueAt() {
		return this.dueAt;
	}

	@Nullable FailureRecord lastFailure() {
		return this.lastFailure;
	}

	byte @Nullable [] heartbeat() {
		return this.heartbeat;
	}

	@Nullable Attempt current() {
		return this.current;
	}

	/** Whether somebody is at work on it, so that a crash now must be noticed at once. */
	boolean isInFlight() {
		return this.phase == Phase.IN_ATTEMPT || this.phase == Phase.LOST;
	}

	/** When the whole activity times out, or {@code null} if never. */
	@Nullable Long deadline() {
		Long scheduleToClose = this.scheduled.policy().scheduleToClose();
		return (scheduleToClose != null) ? this.scheduled.scheduledAt() + scheduleToClose : null;
	}

	/**
	 * When a worker must have taken it, or {@code null} if that does not matter (any
	 * more).
	 */
	@Nullable Long startDeadline() {
		Long scheduleToStart = this.scheduled.policy().scheduleToStart();
		return (scheduleToStart != null && this.phase == Phase.REMOTE) ? this.scheduled.scheduledAt() + scheduleToStart
				: null;
	}

}
