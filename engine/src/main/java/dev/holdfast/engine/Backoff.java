package dev.holdfast.engine;

/**
 * How long to wait after failures: a random part of a time that doubles with each, so
 * that nodes which lost the same database do not all come back to it at the same moment.
 * For one thread.
 */
public final class Backoff {

	private final EngineThreads threads;

	private final long firstMicros;

	private final long longestMicros;

	private int failures;

	/**
	 * Creates it.
	 * @param firstMicros the longest wait after the first failure
	 * @param longestMicros the longest wait after any
	 */
	public Backoff(long firstMicros, long longestMicros, EngineThreads threads) {
		this.firstMicros = firstMicros;
		this.longestMicros = longestMicros;
		this.threads = threads;
	}

	/** How long to wait after another failure, in microseconds. */
	public long next() {
		long bound = Math.min(this.longestMicros, this.firstMicros << Math.min(this.failures, 20));
		this.failures++;
		return 1 + Math.floorMod(mixed(this.threads.nanoTime() + this.failures), bound);
	}

	/** How many failures there were since it last worked. */
	public int failures() {
		return this.failures;
	}

	/** It works again. */
	public void reset() {
		this.failures = 0;
	}

	/** The finalizer of MurmurHash3: neighbours have nothing in common afterwards. */
	private static long mixed(long value) {
		long bits = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
		bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return bits ^ (bits >>> 33);
	}

}
