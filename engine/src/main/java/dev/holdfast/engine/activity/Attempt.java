package dev.holdfast.engine.activity;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.CancellationToken;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.StateTable;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.time.Timers;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.spi.ActivityRuntime;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an activity while it waits for a slot and while it runs. Its state
 * decides which of two things that happen at the same time counts: that it ends, or that
 * it is given up.
 */
public final class Attempt implements ActivityRuntime, CancellationToken {

	/** The states of an attempt. */
	enum State {

		WAITING, RUNNING, COMMITTING, ENDED, GIVEN_UP

	}

	/** What happens to an attempt. */
	enum Cause {

		START, COMMIT, END, GIVE_UP

	}

	private static final StateTable<State, Cause> LIFE = new StateTable<>(State.class, Cause.class)
		.step(State.WAITING, Cause.START, State.RUNNING)
		.step(State.WAITING, Cause.GIVE_UP, State.GIVEN_UP)
		.step(State.RUNNING, Cause.COMMIT, State.COMMITTING)
		.step(State.RUNNING, Cause.END, State.ENDED)
		.step(State.RUNNING, Cause.GIVE_UP, State.GIVEN_UP)
		.step(State.COMMITTING, Cause.END, State.ENDED);

	private static final double HEARTBEAT_THROTTLE = 0.8;

	private final AttemptRequest request;

	private final AttemptListener listener;

	private final EngineClock clock;

	private final Timers timers;

	private final PayloadMapper payloads;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final long waitingSince;

	private volatile long startedAt;

	private volatile long lastHeartbeat;

	private long lastKept;

	private volatile byte @Nullable [] lastDetails;

	private volatile String canceledBecause = "the activity was given up";

	private volatile Timers.@Nullable Handle timeout;

	private volatile Timers.@Nullable Handle heartbeatTimeout;

	Attempt(AttemptRequest request, AttemptListener listener, EngineClock clock, Timers timers,
			PayloadMapper payloads) {
		this.request = request;
		this.listener = listener;
		this.clock = clock;
		this.timers = timers;
		this.payloads = payloads;
		this.waitingSince = clock.micros();
		Long scheduleToStart = policy().scheduleToStart();
		if (scheduleToStart != null) {
			this.timeout = timers.schedule(this.waitingSince + scheduleToStart,
					() -> timeOut(TimeoutType.SCHEDULE_TO_START));
		}
	}

	public AttemptRequest request() {
		return this.request;
	}

	private ActivityPolicy policy() {
		return this.request.scheduled().policy();
	}

	private boolean step(Cause cause) {
		while (true) {
			State current = Objects.requireNonNull(this.state.get());
			if (!LIFE.allows(current, cause)) {
				return false;
			}
			if (this.state.compareAndSet(current, LIFE.next(current, cause))) {
				return true;
			}
		}
	}

	/** Begins to run, unless it was given up while it waited. */
	boolean begin() {
		if (!step(Cause.START)) {
			return false;
		}
		cancelTimers();
		this.startedAt = this.clock.micros();
		this.lastHeartbeat = this.startedAt;
		this.lastKept = this.startedAt;
		Long startToClose = policy().startToClose();
		if (startToClose != null) {
			this.timeout = this.timers.schedule(this.startedAt + startToClose,
					() -> timeOut(TimeoutType.START_TO_CLOSE));
		}
		Long heartbeat = policy().heartbeat();
		if (heartbeat != null) {
			this.heartbeatTimeout = this.timers.schedule(this.startedAt + heartbeat, () -> checkHeartbeat(heartbeat));
		}
		return true;
	}

	private void checkHeartbeat(long allowed) {
		long due = this.lastHeartbeat + allowed;
		if (due <= this.clock.micros()) {
			timeOut(TimeoutType.HEARTBEAT);
		}
		else {
			this.heartbeatTimeout = this.timers.schedule(due, () -> checkHeartbeat(allowed));
		}
	}

	private void timeOut(TimeoutType type) {
		if (giveUp(type + " timeout")) {
			this.listener.timedOut(this, type);
		}
	}

	/**
	 * Gives it up: whatever it does from now on does not count. Its thread goes on until
	 * the code returns.
	 */
	public boolean giveUp(String why) {
		this.canceledBecause = why;
		if (!step(Cause.GIVE_UP)) {
			return false;
		}
		cancelTimers();
		return true;
	}

	/** Begins to commit: from now on it cannot be given up. */
	boolean beginCommit() {
		return step(Cause.COMMIT);
	}

	/** Whether its transaction is about to commit. */
	public boolean isCommitting() {
		return this.state.get() == State.COMMITTING;
	}

	/** Whether it has begun to run. */
	public boolean hasStarted() {
		return this.startedAt != 0;
	}

	/** The details of its last heartbeat, also if they were not kept; or {@code null}. */
	public byte @Nullable [] lastDetails() {
		return this.lastDetails;
	}

	void end(AttemptOutcome outcome) {
		if (step(Cause.END)) {
			cancelTimers();
			this.listener.ended(this, outcome);
		}
	}

	private void cancelTimers() {
		Timers.Handle first = this.timeout;
		if (first != null) {
			first.cancel();
		}
		Timers.Handle second = this.heartbeatTimeout;
		if (second != null) {
			second.cancel();
		}
	}

	/** How long it waited for a slot, in microseconds. */
	long waited() {
		return this.startedAt - this.waitingSince;
	}

	// For the code of the activity

	@Override
	public ActivityInfo info() {
		Long startToClose = policy().startToClose();
		return new ActivityInfo(this.request.run().workflowId(), this.request.runId().toString(),
				this.request.workflowType(), this.request.activityId(), this.request.scheduled().activityType(),
				this.request.scheduled().taskQueue(), this.request.attempt(),
				Micros.toInstant(this.request.scheduled().scheduledAt()),
				(startToClose != null) ? Micros.toInstant(this.startedAt + startToClose) : null);
	}

	@Override
	public void heartbeat(@Nullable Object details) {
		throwIfCancellationRequested();
		long now = this.clock.micros();
		this.lastHeartbeat = now;
		Long allowed = policy().heartbeat();
		if (details != null) {
			byte[] json = this.payloads.write(details, "The details of a heartbeat");
			this.lastDetails = json;
			if (allowed == null || now - this.lastKept >= allowed * HEARTBEAT_THROTTLE
					|| this.lastKept == this.startedAt) {
				this.lastKept = now + 1;
				this.listener.heartbeat(this, json);
			}
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Optional<T> heartbeatDetails(Type type) {
		byte[] details = this.request.heartbeat();
		return (details != null)
				? Optional.ofNullable((T) this.payloads.read(details, type, "The details of a heartbeat"))
				: Optional.empty();
	}

	@Override
	public CancellationToken cancellation() {
		return this;
	}

	@Override
	public boolean isCancellationRequested() {
		return this.state.get() == State.GIVEN_UP;
	}

	@Override
	public void throwIfCancellationRequested() {
		if (isCancellationRequested()) {
			throw new CanceledFailure(this.canceledBecause);
		}
	}

}
