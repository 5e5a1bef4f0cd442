package dev.holdfast.engine.time;

/**
 * What time it is for the engine: the one source of time for leases, timers and events.
 * Thread-safe.
 */
@FunctionalInterface
public interface EngineClock {

	/** Microseconds since the epoch; never less than what an earlier call answered. */
	long micros();

	/**
	 * How long, in microseconds of real time, something may wait at most that is due at a
	 * time of this clock. A clock that does not run by itself answers
	 * {@link Long#MAX_VALUE} and wakes the waiting when it is moved.
	 */
	default long untilDue(long dueMicros) {
		return Math.max(0, dueMicros - micros());
	}

	/**
	 * Registers what is told when the clock is moved by hand. A clock that runs by itself
	 * does nothing.
	 */
	default void onMove(Runnable listener) {
	}

}
