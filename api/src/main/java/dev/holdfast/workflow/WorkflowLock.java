package dev.holdfast.workflow;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A lock between the coroutines of one run. They never run at the same time, but another
 * one may run whenever one blocks: a lock keeps a sequence of steps with waits between
 * them together. Who waits longest gets it first. It is not reentrant.
 */
public interface WorkflowLock {

	/**
	 * Blocks until the lock is held.
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 * @throws IllegalStateException if the calling coroutine holds it already
	 */
	void lock();

	/** Takes the lock if it is free; never blocks. */
	boolean tryLock();

	/**
	 * Takes the lock if it becomes free within a time.
	 * @return whether it is held now
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	boolean tryLock(Duration timeout);

	/**
	 * Gives the lock to whoever waits longest for it.
	 * @throws IllegalStateException if the calling coroutine does not hold it
	 */
	void unlock();

	/** Whether any coroutine holds it. Never blocks. */
	boolean isLocked();

	/** Runs something while the lock is held. */
	default void withLock(Runnable code) {
		lock();
		try {
			code.run();
		}
		finally {
			unlock();
		}
	}

	/** Computes something while the lock is held. */
	default <R extends @Nullable Object> R withLock(Supplier<R> code) {
		lock();
		try {
			return code.get();
		}
		finally {
			unlock();
		}
	}

}
