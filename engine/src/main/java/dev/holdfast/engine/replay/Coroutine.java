package dev.holdfast.engine.replay;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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

	private final Runnable body;

	private ScopeNode scope;

	private volatile boolean hasTurn;

	private @Nullable Thread schedulerThread;

	private volatile @Nullable Thread thread;

	private @Nullable BooleanSupplier condition;

	private boolean started;

	private boolean done;

	private volatile boolean destroyed;

	private volatile boolean abandoned;

	private @Nullable Throwable failure;

	Coroutine(String name, Executor threads, WorkflowRuntime runtime, ScopeNode scope, Runnable body) {
		this.name = name;
		this.threads = threads;
		this.runtime = runtime;
		this.scope = scope;
		this.body = body;
	}

	String name() {
		return this.name;
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
	 * @param limit for how long, in nanoseconds; 0 for as long as it takes
	 * @return whether it gave the turn back in time; if not, it is abandoned
	 */
	boolean resume(long limit) {
		this.schedulerThread = Thread.currentThread();
		this.condition = null;
		this.hasTurn = true;
		if (!this.started) {
			this.started = true;
			this.threads.execute(this::run);
		}
		else {
			LockSupport.unpark(this.thread);
		}
		return (limit > 0) ? awaitTurnBack(limit) : awaitTurn(false);
	}

	/**
	 * Its thread cannot be stopped, only left alone: it ends when it next asks the engine
	 * for something.
	 */
	private boolean awaitTurnBack(long limit) {
		long end = System.nanoTime() + limit;
		while (this.hasTurn) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				this.destroyed = true;
				this.abandoned = true;
				return false;
			}
			LockSupport.parkNanos(this, left);
		}
		return true;
	}

	/** Whether it was left alone and its thread is still at work. */
	boolean isRunaway() {
		return this.abandoned && this.hasTurn;
	}

	/** Where its thread is, for people. */
	StackTraceElement[] position() {
		Thread current = this.thread;
		return (current != null) ? current.getStackTrace() : new StackTraceElement[0];
	}

	/** Blocks until the condition holds. Called by its own code. */
	void block(BooleanSupplier condition) {
		this.condition = condition;
		handBack();
		awaitTurn(true);
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
		while (!this.done) {
			resume(0);
		}
	}

	boolean isDestroyed() {
		return this.destroyed;
	}

	private void run() {
		this.thread = Thread.currentThread();
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
			handBack();
		}
	}

	private void handBack() {
		Thread scheduler = this.schedulerThread;
		this.hasTurn = false;
		LockSupport.unpark(scheduler);
	}

	private boolean awaitTurn(boolean own) {
		boolean interrupted = false;
		while (this.hasTurn != own) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return true;
	}

}
