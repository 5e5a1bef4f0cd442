package dev.holdfast.workflow;

import java.time.Duration;

/**
 * Permits that the coroutines of one run share: a bound for how much of something goes on
 * at once. Who waits longest gets permits first, also if others would be content with
 * fewer.
 */
public interface WorkflowSemaphore {

	/** Blocks until there is a permit; see {@link #acquire(int)}. */
	default void acquire() {
		acquire(1);
	}

	/**
	 * Blocks until there are so many permits.
	 * @param permits at least 1
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	void acquire(int permits);

	/** Takes a permit if there is one; never blocks. */
	default boolean tryAcquire() {
		return tryAcquire(1);
	}

	/** Takes so many permits if there are and nobody waits; never blocks. */
	boolean tryAcquire(int permits);

	/** Takes a permit if there is one within a time. */
	default boolean tryAcquire(Duration timeout) {
		return tryAcquire(1, timeout);
	}

	/**
	 * Takes so many permits if there are within a time.
	 * @return whether they were taken
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	boolean tryAcquire(int permits, Duration timeout);

	/** Gives back a permit. */
	default void release() {
		release(1);
	}

	/** Gives back permits, or adds new ones; any coroutine may. */
	void release(int permits);

	/** How many permits are free. Never blocks. */
	int availablePermits();

}
