package dev.holdfast.engine.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A thread of workflow code that runs only while the scheduler lets it. Exactly one of
 * the two, the scheduler or one coroutine of the run, has the turn at any time; handing
 * over the turn orders memory between them.
 */
final class Coroutine {

	private final String name;

	private final Executor threads;

	private final WorkflowRuntime runtime;

	private final Supplier<WatchedCode> watched;

	private final Runnable body;

	private final Map<Object, @Nullable Object> locals = new HashMap<>();

	private ScopeNode scope;

	private volatile boolean hasTurn;

	private @Nullable Thread schedulerThread;

	private volatile @Nullable Thread thread;

	private @Nullable BooleanSupplier condition;

	private @Nullable Supplier<String> waits;

	private boolean started;

	private boolean done;

	private volatile boolean destroyed;

	private volatile boolean abandoned;

	private volatile boolean ended;

	private volatile @Nullable TaskTimeoutException overrun;

	private @Nullable Throwable failure;

	Coroutine(String name, Executor threads, Supplier<WatchedCode> watched, WorkflowRuntime runtime, ScopeNode scope,
			Runnable body) {
		this.name = name;
		this.threads = threads;
		this.watched = watched;
		this.runtime = runtime;
		this.scope = scope;
		this.body = body;
	}

	String name() {
		return this.name;
	}

	/** The variables that its code has for itself. */
	Map<Object, @Nullable Object> locals() {
		return this.locals;
	}

	/** The cancellation scope that its code is in. */
	ScopeNode scope() {
		return this.scope;
	}

	void enter(ScopeNode scope) {
		this.scope = scope;
	}

	boolean isDone() {
		return this.done;
	}

	/** What its code threw, or {@code null}. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** How it waits, for people. Called by the scheduler. */
	String waits() {
		Supplier<String> known = this.waits;
		return (known != null) ? known.get() : "has not begun";
	}

	boolean isCurrentThread() {
		return this.thread == Thread.currentThread();
	}

	/** Whether it could go on. Called by the scheduler. */
	boolean isReady() {
		if (this.done) {
			return false;
		}
		BooleanSupplier waitsFor = this.condition;
		return waitsFor == null || waitsFor.getAsBoolean();
	}

	/**
	 * Gives it the turn, until it blocks or ends. Called by the scheduler.
	 * @return whether it gave the turn back; if not, it is abandoned
	 */
	boolean resume() {
		this.schedulerThread = Thread.currentThread();
		this.condition = null;
		WatchedCode code = this.watched.get();
		code.leave();
		this.hasTurn = true;
		if (!this.started) {
			this.started = true;
			this.threads.execute(this::run);
		}
		else {
			LockSupport.unpark(this.thread);
		}
		awaitTurn(false);
		this.schedulerThread = null; // which may be of this task alone
		code.comeBack();
		return !this.abandoned;
	}

	/**
	 * It has kept its turn for too long. Its thread cannot be stopped, only left alone:
	 * it ends when it next asks the engine for something, or by itself. Called by the
	 * watch.
	 */
	void abandon(TaskTimeoutException cause) {
		this.overrun = cause;
		this.destroyed = true;
		this.abandoned = true;
		LockSupport.unpark(this.schedulerThread);
		LockSupport.unpark(this.thread);
	}

	/** Whether it was left alone and its thread is still at work. */
	boolean isRunaway() {
		return this.abandoned && !this.ended;
	}

	/** Why it was left alone, or {@code null}. */
	@Nullable TaskTimeoutException overrun() {
		return this.overrun;
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * Blocks until the condition holds. Called by its own code.
	 * @param waits how it waits, for people, if somebody asks meanwhile
	 */
	void block(Supplier<String> waits, BooleanSupplier condition) {
		if (!this.abandoned) {
			this.waits = waits;
			this.condition = condition;
			handBack();
			awaitTurn(true);
		}
		if (this.destroyed) {
			throw new CoroutineDestroyed();
		}
	}

	/**
	 * Unwinds its stack: blocking calls in {@code finally} blocks throw again. Called by
	 * the scheduler.
	 */
	void destroy() {
		if (!this.started || this.done || this.abandoned) {
			this.done = true;
			return;
		}
		this.destroyed = true;
		while (!this.done && resume()) {
			// it has blocked again
		}
	}

	boolean isDestroyed() {
		return this.destroyed;
	}

	private void run() {
		this.thread = Thread.currentThread();
		this.watched.get().enter(this);
		CurrentWorkflow.set(this.runtime);
		try {
			this.body.run();
		}
		catch (CoroutineDestroyed ex) {
			// the run has left the memory: nothing that happens here counts
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			CurrentWorkflow.set(null);
			this.done = true;
			this.ended = true;
			handBack();
		}
	}

	private void handBack() {
		Thread scheduler = this.schedulerThread;
		this.hasTurn = false;
		LockSupport.unpark(scheduler);
	}

	private void awaitTurn(boolean own) {
		boolean interrupted = false;
		while (this.hasTurn != own && !this.abandoned) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		if (own && !this.abandoned) {
			this.watched.get().enter(this);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
