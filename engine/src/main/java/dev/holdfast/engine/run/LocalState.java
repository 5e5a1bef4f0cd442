package dev.holdfast.engine.run;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityBackedOff;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.replay.PendingLocal;
import dev.holdfast.engine.replay.StateTable;
import org.jspecify.annotations.Nullable;

/**
 * Where a local activity of an owned run stands. All of it is in memory, except for a
 * long wait. Used by one thread at a time.
 */
final class LocalState implements Retried {

	/** The phases of a local activity. */
	enum Phase {

		/** Its next attempt is due at a time, or has to be made now. */
		WAITING,
		/** An attempt waits for a slot or runs. */
		IN_ATTEMPT

	}

	/** What happens to it. */
	enum Cause {

		ATTEMPT, BACK_OFF

	}

	private static final StateTable<Phase, Cause> LIFE = new StateTable<>(Phase.class, Cause.class)
		.step(Phase.WAITING, Cause.ATTEMPT, Phase.IN_ATTEMPT)
		.step(Phase.IN_ATTEMPT, Cause.BACK_OFF, Phase.WAITING);

	private final long id;

	private final ActivityScheduled scheduled;

	private final byte[] arguments;

	private final long retryThreshold;

	private Phase phase = Phase.WAITING;

	private int attempts;

	private long dueAt;

	private @Nullable FailureRecord lastFailure;

	private byte @Nullable [] heartbeat;

	private @Nullable String cancelReason;

	private boolean toldToStop;

	private @Nullable Attempt current;

	LocalState(PendingLocal local) {
		this.id = local.id();
		this.scheduled = local.scheduled();
		byte[] data = local.arguments();
		this.arguments = (data != null) ? data : new byte[0];
		this.retryThreshold = local.retryThreshold();
		LocalActivityBackedOff wait = local.backedOff();
		if (wait != null) {
			this.attempts = wait.attempts();
			this.dueAt = wait.retryAt();
			this.lastFailure = wait.failure();
		}
		this.cancelReason = local.cancelReason();
	}

	void begin(Attempt attempt) {
		this.phase = LIFE.next(this.phase, Cause.ATTEMPT);
		this.attempts++;
		this.current = attempt;
	}

	void backOff(long dueAt, FailureRecord failure, byte @Nullable [] heartbeat) {
		this.phase = LIFE.next(this.phase, Cause.BACK_OFF);
		this.dueAt = dueAt;
		this.lastFailure = failure;
		this.heartbeat = (heartbeat != null) ? heartbeat : this.heartbeat;
		this.current = null;
	}

	void requestCancel(String reason) {
		this.cancelReason = reason;
	}

	/**
	 * Tells the attempt that it should stop; answers whether there is one that could
	 * hear.
	 */
	boolean isToldToStop(String reason) {
		Attempt attempt = this.current;
		this.toldToStop = attempt != null && attempt.requestCancellation(reason);
		return this.toldToStop;
	}

	/** Whether it should stop and nobody has seen to that yet. */
	boolean mustHearOfCancellation() {
		return this.cancelReason != null && !this.toldToStop;
	}

	/**
	 * Whether it waits, and the history says until when: then nobody need be there
	 * meanwhile.
	 */
	boolean isBackedOffBy(@Nullable LocalActivityBackedOff wait) {
		return wait != null && wait.attempts() == this.attempts;
	}

	long id() {
		return this.id;
	}

	byte[] arguments() {
		return this.arguments;
	}

	long retryThreshold() {
		return this.retryThreshold;
	}

	Phase phase() {
		return this.phase;
	}

	long dueAt() {
		return this.dueAt;
	}

	@Nullable Attempt current() {
		return this.current;
	}

	@Override
	public ActivityScheduled scheduled() {
		return this.scheduled;
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

}
