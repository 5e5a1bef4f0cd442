package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.StateTable;
import dev.holdfast.engine.store.StoredActivity;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * Where an activity of an owned run stands between its scheduling and its close. Used by
 * one thread at a time.
 */
final class ActivityState implements Retried {

	/** The phases of an activity. */
	enum Phase {

		/** The owner's attempt waits for a slot or runs. */
		IN_ATTEMPT,
		/** It waits for the time of its next attempt. */
		BACKING_OFF,
		/** Its attempt was begun by an owner that is gone. */
		LOST,
		/** Any worker of its task queue may take it, or has: its row knows more. */
		REMOTE,
		/** Its attempt was begun and is completed from outside of the engine. */
		OUTSIDE

	}

	/** What happens to it. */
	enum Cause {

		ATTEMPT, BACK_OFF, HAND_OUT, COMPLETE_LATER

	}

	private static final StateTable<Phase, Cause> LIFE = new StateTable<>(Phase.class, Cause.class)
		.step(Phase.IN_ATTEMPT, Cause.BACK_OFF, Phase.BACKING_OFF)
		.step(Phase.BACKING_OFF, Cause.ATTEMPT, Phase.IN_ATTEMPT)
		.step(Phase.LOST, Cause.ATTEMPT, Phase.IN_ATTEMPT)
		.step(Phase.LOST, Cause.BACK_OFF, Phase.BACKING_OFF)
		.step(Phase.BACKING_OFF, Cause.HAND_OUT, Phase.REMOTE)
		.step(Phase.IN_ATTEMPT, Cause.HAND_OUT, Phase.REMOTE)
		.step(Phase.REMOTE, Cause.COMPLETE_LATER, Phase.OUTSIDE)
		.step(Phase.REMOTE, Cause.BACK_OFF, Phase.REMOTE)
		.step(Phase.IN_ATTEMPT, Cause.COMPLETE_LATER, Phase.OUTSIDE)
		.step(Phase.OUTSIDE, Cause.BACK_OFF, Phase.BACKING_OFF);

	private final long id;

	private final ActivityScheduled scheduled;

	private final byte[] arguments;

	private Phase phase;

	private int attempts;

	private long dueAt;

	private @Nullable FailureRecord lastFailure;

	private byte @Nullable [] heartbeat;

	private @Nullable Attempt current;

	private @Nullable String cancelReason;

	private boolean toldToStop;

	private long attemptStartedAt;

	private long lastHeartbeatAt;

	private boolean mayEndElsewhere;

	private boolean mayHaveRow;

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
		ActivityState state = new ActivityState(item, Phase.REMOTE, 0);
		state.mayEndElsewhere = true;
		state.mayHaveRow = true;
		return state;
	}

	/**
	 * Found pending when the run was taken over: what was begun counts, what was not does
	 * not.
	 */
	static ActivityState found(PendingItem<ActivityScheduled> item, @Nullable StoredActivity row,
			@Nullable FailureRecord lastFailure, byte @Nullable [] heartbeat, long now) {
		ActivityState state = (row != null) ? new ActivityState(item, phase(row), attempts(row))
				: new ActivityState(item, Phase.LOST, 1);
		state.cancelReason = item.cancelReason();
		state.mayEndElsewhere = true;
		state.mayHaveRow = true;
		if (row != null) {
			state.dueAt = row.dueAt();
			state.lastFailure = lastFailure;
			state.heartbeat = heartbeat;
			state.attemptStartedAt = row.dueAt();
			state.lastHeartbeatAt = now;
			state.toldToStop = row.remote() && row.cancelRequested();
		}
		return state;
	}

	private static Phase phase(StoredActivity row) {
		return switch (row.state()) {
			case OUTSIDE, OUTSIDE_CANCELED -> Phase.OUTSIDE;
			case REPORTED -> Phase.REMOTE;
			case STARTED -> row.remote() ? Phase.REMOTE : Phase.LOST;
			case SCHEDULED -> row.remote() ? Phase.REMOTE : Phase.BACKING_OFF;
		};
	}

	/** Of an attempt that a worker has taken its run knows once it is told. */
	private static int attempts(StoredActivity row) {
		boolean taken = row.remote() && row.owner() != null;
		return taken ? row.attempt() - 1 : row.attempt();
	}

	void begin(int attempt, Attempt current) {
		if (this.phase != Phase.IN_ATTEMPT) {
			this.phase = LIFE.next(this.phase, Cause.ATTEMPT);
		}
		this.attempts = attempt;
		this.current = current;
	}

	void backOff(int attempts, long dueAt, @Nullable FailureRecord failure) {
		this.phase = LIFE.next(this.phase, Cause.BACK_OFF);
		this.attempts = attempts;
		this.dueAt = dueAt;
		this.current = null;
		if (failure != null) {
			this.lastFailure = failure;
		}
	}

	/** This node cannot make the next attempt now: any worker of the task queue may. */
	void handOut(int attempts) {
		this.attempts = attempts;
		this.phase = LIFE.next(this.phase, Cause.HAND_OUT);
		this.mayEndElsewhere = true;
		this.current = null;
	}

	void keepHeartbeat(byte[] details) {
		this.heartbeat = details;
	}

	/** Its attempt is completed from outside. */
	void completesLater(int attempt, long attemptStartedAt, long lastHeartbeatAt) {
		this.phase = LIFE.next(this.phase, Cause.COMPLETE_LATER);
		this.attempts = attempt;
		this.attemptStartedAt = attemptStartedAt;
		this.lastHeartbeatAt = lastHeartbeatAt;
	}

	/** Somebody outside says that the attempt is alive. */
	void beat(long now) {
		this.lastHeartbeatAt = now;
	}

	/** The workflow asks it to stop and waits until it has. */
	void requestCancel(String reason) {
		this.cancelReason = reason;
	}

	/** Its row while an attempt is completed from outside. */
	StoredActivity outsideRow(UUID runId, int attempt, long attemptStartedAt, boolean canceled,
			byte @Nullable [] heartbeat, byte @Nullable [] lastFailure) {
		this.mayHaveRow = true;
		return new StoredActivity(runId, this.id, this.scheduled.activityType(), this.scheduled.taskQueue(),
				canceled ? StoredActivity.State.OUTSIDE_CANCELED : StoredActivity.State.OUTSIDE, attempt,
				attemptStartedAt, false, null, heartbeat, lastFailure, null, false, this.scheduled.priorityOrDefault());
	}

	/** Its row once any worker of the task queue may take it. */
	StoredActivity remoteRow(UUID runId, int attempts, long dueAt, byte @Nullable [] heartbeat,
			byte @Nullable [] lastFailure) {
		this.mayHaveRow = true;
		Long scheduleToStart = this.scheduled.policy().scheduleToStart();
		return new StoredActivity(runId, this.id, this.scheduled.activityType(), this.scheduled.taskQueue(),
				StoredActivity.State.SCHEDULED, attempts, dueAt, true, null, heartbeat, lastFailure,
				(scheduleToStart != null) ? dueAt + scheduleToStart : null, false, this.scheduled.priorityOrDefault());
	}

	/**
	 * Its row, as it is to be while it waits for the next attempt of this node or after
	 * one was begun.
	 */
	StoredActivity row(UUID runId, StoredActivity.State state, int attempt, long dueAt, @Nullable UUID owner,
			byte @Nullable [] heartbeat, byte @Nullable [] lastFailure) {
		this.mayHaveRow = true;
		return new StoredActivity(runId, this.id, this.scheduled.activityType(), this.scheduled.taskQueue(), state,
				attempt, dueAt, false, owner, heartbeat, lastFailure, null, false, this.scheduled.priorityOrDefault());
	}

	long id() {
		return this.id;
	}

	@Override
	public ActivityScheduled scheduled() {
		return this.scheduled;
	}

	byte[] arguments() {
		return this.arguments;
	}

	Phase phase() {
		return this.phase;
	}

	@Override
	public int attempts() {
		return this.attempts;
	}

	@Override
	public int begunAttempts() {
		Attempt attempt = this.current;
		return (attempt != null && !attempt.hasStarted()) ? this.attempts - 1 : this.attempts;
	}

	long dueAt() {
		return this.dueAt;
	}

	@Override
	public @Nullable FailureRecord lastFailure() {
		return this.lastFailure;
	}

	@Override
	public byte @Nullable [] heartbeat() {
		return this.heartbeat;
	}

	@Override
	public @Nullable String cancelReason() {
		return this.cancelReason;
	}

	/** The current attempt knows that it should stop. */
	void toldToStop() {
		this.toldToStop = true;
	}

	/**
	 * Whether a node that this one knows nothing of may be about to commit an end of it.
	 */
	boolean mayEndElsewhere() {
		return this.mayEndElsewhere;
	}

	/** Whether there may be a row of it. */
	boolean mayHaveRow() {
		return this.mayHaveRow;
	}

	/** Whether it should stop and nobody has seen to that yet. */
	boolean mustHearOfCancellation() {
		return this.cancelReason != null && !this.toldToStop;
	}

	long attemptStartedAt() {
		return this.attemptStartedAt;
	}

	@Nullable Attempt current() {
		return this.current;
	}

	/** Whether somebody is at work on it, so that a crash now must be noticed at once. */
	boolean isInFlight() {
		return this.phase == Phase.IN_ATTEMPT || this.phase == Phase.LOST;
	}

	/** When an attempt that is completed from outside times out, and how. */
	@Nullable AttemptDeadline outsideDeadline() {
		return (this.phase == Phase.OUTSIDE) ? deadlineOf(this.attemptStartedAt, this.lastHeartbeatAt) : null;
	}

	/** When an attempt times out that began and was heard of at certain times. */
	@Nullable AttemptDeadline deadlineOf(long startedAt, long heartbeatAt) {
		Long startToClose = this.scheduled.policy().startToClose();
		Long heartbeat = this.scheduled.policy().heartbeat();
		AttemptDeadline end = (startToClose != null)
				? new AttemptDeadline(startedAt + startToClose, TimeoutType.START_TO_CLOSE) : null;
		AttemptDeadline silence = (heartbeat != null)
				? new AttemptDeadline(heartbeatAt + heartbeat, TimeoutType.HEARTBEAT) : null;
		return (end == null || (silence != null && silence.at() < end.at())) ? silence : end;
	}

	/** When an attempt times out, and how. */
	record AttemptDeadline(long at, TimeoutType type) {
	}

}
