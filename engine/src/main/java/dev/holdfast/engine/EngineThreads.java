package dev.holdfast.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Where the engine gets threads, and the only place where they wait: one of the seams
 * that a simulation replaces to decide who runs next and what time goes by. No thread is
 * ever interrupted by the engine while it may be inside JDBC. Thread-safe.
 */
public interface EngineThreads {

	/** Threads that hold the coroutines of workflows. */
	Executor coroutines();

	/**
	 * Threads that run workflow tasks: of the kind that coroutines are, so that handing
	 * over is cheap. They block only when a history has to be read.
	 */
	Executor workflowTasks();

	/** Threads that run user code which may block, in JDBC for instance. */
	Executor blocking(String name);

	/** Threads for what follows from something else and takes no time. */
	Executor callbacks();

	/** A loop of the engine, on a thread of its own from now on. */
	Loop loop(String name, Runnable body);

	/** Runs something that takes no time, among the callbacks, so much later. */
	void later(long micros, Runnable task);

	/** A place where one thread waits until others wake it. */
	WakeUp wakeUp();

	/** A place where one thread is at a time, which may wait there for a database. */
	Mutex mutex();

	/** Lets so much time go by. */
	void sleep(long micros) throws InterruptedException;

	/**
	 * Waits until something is done, however it ends, or so much time has gone by.
	 * @param micros for how long at most; {@link Long#MAX_VALUE} for as long as it takes
	 * @return whether it is done
	 */
	boolean await(CompletableFuture<?> future, long micros) throws InterruptedException;

	/**
	 * Waits as {@link #await} does, but for what only the course of executions brings
	 * about: the end of one, for instance, for which timers may have to fire first. What
	 * is waited for otherwise needs no time but that of threads.
	 */
	default boolean awaitEvent(CompletableFuture<?> future, long micros) throws InterruptedException {
		return await(future, micros);
	}

	/**
	 * For how long this process has run, from an arbitrary beginning: to measure with.
	 */
	long nanoTime();

	/**
	 * Whether time goes by while code runs, so that it can be found to take too long. Not
	 * so where a simulation decides what time it is.
	 */
	default boolean areInRealTime() {
		return true;
	}

	/** A loop that has begun. */
	interface Loop {

		/**
		 * Waits until the loop has ended by itself.
		 * @return whether it has, within this time
		 */
		boolean join(long micros) throws InterruptedException;

	}

	/** Keeps out others for as long as something takes. Threads do not enter it twice. */
	@FunctionalInterface
	interface Mutex {

		void run(Runnable body);

	}

	/**
	 * Remembers one call at most, so that a call that comes before the wait is not lost.
	 */
	interface WakeUp {

		/** Wakes the thread that waits, or will. */
		void call();

		/**
		 * Waits for a call, or for so much time; forgets the call.
		 * @return whether there was a call
		 */
		boolean await(long micros);

		/** Whether there was a call that nobody has waited for yet. */
		boolean isCalled();

	}

}
