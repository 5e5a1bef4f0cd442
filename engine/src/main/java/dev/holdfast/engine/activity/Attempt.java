package dev.holdfast.engine.activity;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.CancellationToken;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.StateTable;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.time.Timers;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.HeartbeatRequest;
import dev.holdfast.spi.ActivityRuntime;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an activity while it waits for a slot and while it runs. Its state
 * decides which of two things that happen at the same time counts: that it ends, or that
 * it is given up.
 */
public final class Attempt implements ActivityRuntime {

	/** The states of an attempt. */
	enum State {

		WAITING, RUNNING, COMMITTING, HANDED_OVER, ENDED, GIVEN_UP

	}

	/** What happens to an attempt. */
	enum Cause {

		START, COMMIT, HAND_OVER, END, GIVE_UP, WITHDRAW

	}

	private static final StateTable<State, Cause> LIFE = new StateTable<>(State.class, Cause.class)
		.step(State.WAITING, Cause.START, State.RUNNING)
		.step(State.WAITING, Cause.GIVE_UP, State.GIVEN_UP)
		.step(State.RUNNING, Cause.COMMIT, State.COMMITTING)
		.step(State.RUNNING, Cause.END, State.ENDED)
		.step(State.RUNNING, Cause.GIVE_UP, State.GIVEN_UP)
		.step(State.COMMITTING, Cause.END, State.ENDED)
		.step(State.RUNNING, Cause.HAND_OVER, State.HANDED_OVER)
		.step(State.HANDED_OVER, Cause.END, State.ENDED)
		.step(State.HANDED_OVER, Cause.GIVE_UP, State.GIVEN_UP)
		.step(State.WAITING, Cause.WITHDRAW, State.GIVEN_UP);

	private final AttemptRequest request;

	private final AttemptListener listener;

	private final EngineClock clock;

	private final Timers timers;

	private final PayloadMapper payloads;

	private final Layers<ActivityInterceptor> interceptors;

	private final EngineThreads threads;

	private final BooleanSupplier shuttingDown;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final long waitingSince;

	private final Cancellation cancellation;

	private final Heartbeats heartbeats;

	private volatile long startedAt;

	private volatile boolean withdrawn;

	private volatile @Nullable CompletableFuture<@Nullable Void> handOver;

	private volatile @Nullable String mustEndByItself;

	private volatile Timers.@Nullable Handle timeout;

	private volatile Timers.@Nullable Handle heartbeatTimeout;

	Attempt(AttemptRequest request, AttemptListener listener, EngineClock clock, Timers timers, PayloadMapper payloads,
			Layers<ActivityInterceptor> interceptors, Executor callbacks, EngineThreads threads,
			BooleanSupplier shuttingDown) {
		this.request = request;
		this.listener = listener;
		this.clock = clock;
		this.timers = timers;
		this.payloads = payloads;
		this.interceptors = interceptors;
		this.waitingSince = clock.micros();
		this.threads = threads;
		this.shuttingDown = shuttingDown;
		this.cancellation = new Cancellation(callbacks);
		this.heartbeats = new Heartbeats(clock, timers, policy().heartbeat(), this::write);
		this.mustEndByItself = request.local() ? "a local activity" : null;
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

	/** Only memory keeps the details of a local activity. */
	private void write(byte @Nullable [] details) {
		if (!this.request.local()) {
			this.listener.heartbeat(this, details);
		}
	}

	/** Begins to run, unless it was given up while it waited. */
	boolean begin() {
		if (!step(Cause.START)) {
			return false;
		}
		cancelTimers();
		this.startedAt = this.clock.micros();
		this.heartbeats.begin(this.startedAt);
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
		long due = this.heartbeats.lastAt() + allowed;
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
		if (!step(Cause.GIVE_UP)) {
			return false;
		}
		cancelTimers();
		this.heartbeats.end();
		this.cancellation.request(why);
		CompletableFuture<@Nullable Void> waiting = this.handOver;
		if (waiting != null) {
			waiting.completeExceptionally(new CanceledFailure(why));
		}
		return true;
	}

	/**
	 * Gives it up, unless it is just committing: then its end has to be waited for. Who
	 * is about to write that it does not count asks first, since it may begin to commit
	 * meanwhile.
	 * @return whether nothing that it does from now on counts
	 */
	public boolean givesWay(String why) {
		giveUp(why);
		return !isCommitting();
	}

	/**
	 * Asks it to stop: what it does still counts.
	 * @return whether it can hear that; if it has not begun to run, it never will
	 */
	public boolean requestCancellation(String reason) {
		if (step(Cause.WITHDRAW)) {
			cancelTimers();
			return false;
		}
		this.cancellation.request(reason);
		return this.state.get() != State.GIVEN_UP;
	}

	/**
	 * Takes it back before it has begun: another node makes it. Of no effect the second
	 * time.
	 * @return whether it never begins
	 */
	public boolean withdraw() {
		if (step(Cause.WITHDRAW)) {
			cancelTimers();
			this.withdrawn = true;
		}
		return this.withdrawn;
	}

	/** Whether it waits for a slot. */
	boolean isWaiting() {
		return this.state.get() == State.WAITING;
	}

	/** Since when it waits for a slot, or did. */
	long waitingSince() {
		return this.waitingSince;
	}

	/** It is written down that it is completed from outside. */
	public void handOver() {
		if (step(Cause.HAND_OVER)) {
			cancelTimers();
			Objects.requireNonNull(this.handOver).complete(null);
		}
	}

	/** Begins to commit: from now on it cannot be given up. */
	boolean beginCommit() {
		return step(Cause.COMMIT);
	}

	/** Whether its transaction is about to commit. */
	boolean isCommitting() {
		return this.state.get() == State.COMMITTING;
	}

	/** Whether it has begun to run. */
	public boolean hasStarted() {
		return this.startedAt != 0;
	}

	/** Whether it is completed from outside. */
	boolean isHandedOver() {
		return this.state.get() == State.HANDED_OVER;
	}

	/** When it began to run, in microseconds; 0 if it has not. */
	public long startedAt() {
		return this.startedAt;
	}

	/** The details of its last heartbeat, also if they were not kept; or {@code null}. */
	public byte @Nullable [] lastDetails() {
		return this.heartbeats.lastDetails();
	}

	/** When it was last heard of, in microseconds. */
	public long lastHeartbeatAt() {
		return this.heartbeats.lastAt();
	}

	/** Says why it cannot be completed from outside. */
	void mustEndByItself(String what) {
		this.mustEndByItself = what;
	}

	/** It has ended; of no effect if it was given up. */
	void end(AttemptOutcome outcome) {
		boolean handedOver = isHandedOver();
		if (step(Cause.END)) {
			cancelTimers();
			this.heartbeats.end();
			this.cancellation.end();
			if (!handedOver || outcome instanceof AttemptOutcome.Failed) {
				this.listener.ended(this, outcome);
			}
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
	public boolean isShuttingDown() {
		return this.shuttingDown.getAsBoolean();
	}

	@Override
	public ActivityInfo info() {
		Long startToClose = policy().startToClose();
		Long scheduleToClose = policy().scheduleToClose();
		Long heartbeat = policy().heartbeat();
		FailureRecord last = this.request.lastFailure();
		long scheduledAt = this.request.scheduled().scheduledAt();
		return new ActivityInfo(this.request.run().workflowId(), this.request.runId().toString(),
				this.request.workflowType(), this.request.activityId(), this.request.scheduled().activityType(),
				this.request.scheduled().taskQueue(), this.request.local(), this.request.attempt(),
				Micros.toInstant(scheduledAt), Micros.toInstant(this.request.requestedAt()),
				(scheduleToClose != null) ? Micros.toInstant(scheduledAt + scheduleToClose) : null,
				(startToClose != null) ? Micros.toInstant(this.startedAt + startToClose) : null,
				(heartbeat != null) ? Duration.of(heartbeat, ChronoUnit.MICROS) : null,
				(last != null) ? Failures.toFailure(last, this.payloads) : null,
				this.request.scheduled().priorityOrDefault(), this.request.local() ? "" : token());
	}

	private String token() {
		return new TaskToken(this.request.run().workflowId(), this.request.runId(), this.request.activityId(),
				this.request.attempt())
			.text();
	}

	@Override
	public void heartbeat(@Nullable Object details) {
		if (this.interceptors.isEmpty()) {
			beat(details);
			return;
		}
		this.interceptors.value(ActivityInterceptor::heartbeat, new HeartbeatRequest(info(), details), (call) -> {
			beat(call.details());
			return null;
		});
	}

	private void beat(@Nullable Object details) {
		this.cancellation.throwIfCancellationRequested();
		byte[] json = (details != null) ? this.payloads.write(details, "The details of a heartbeat") : null;
		this.heartbeats.beat(json, this.request.claim() != null || this.state.get() == State.HANDED_OVER);
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
		return this.cancellation;
	}

	private void awaitUninterruptibly(CompletableFuture<?> future) {
		boolean interrupted = false;
		while (!future.isDone()) {
			try {
				this.threads.await(future, Long.MAX_VALUE);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String completeLater() {
		String what = this.mustEndByItself;
		if (what != null) {
			throw new IllegalStateException("Activity " + this.request.scheduled().activityType() + " is " + what
					+ ", so it cannot be completed from outside.");
		}
		CompletableFuture<@Nullable Void> waiting = this.handOver;
		if (waiting == null) {
			waiting = new CompletableFuture<>();
			this.handOver = waiting;
			this.cancellation.throwIfCancellationRequested();
			this.listener.completesLater(this);
		}
		try {
			awaitUninterruptibly(waiting);
			waiting.join();
		}
		catch (CompletionException ex) {
			this.cancellation.throwIfCancellationRequested();
			throw ex;
		}
		return token();
	}

}
