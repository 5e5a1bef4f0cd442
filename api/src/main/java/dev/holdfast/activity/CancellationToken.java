package dev.holdfast.activity;

/** Tells an attempt of an activity whether it should stop. Thread-safe. */
public interface CancellationToken {

	/**
	 * Whether the activity was cancelled, the attempt timed out or the node lost the run.
	 */
	boolean isCancellationRequested();

	/**
	 * Throws if the attempt should stop.
	 * @throws dev.holdfast.failure.CanceledFailure if so
	 */
	void throwIfCancellationRequested();

	/**
	 * Runs something when the attempt should stop; at once, on the current thread, if
	 * that is so already. Otherwise it runs on a thread of its own, while the attempt
	 * still does what it does: to close a connection that it reads from, say. What it
	 * throws is logged. It runs once at the most, and not after the attempt has ended.
	 */
	void onCancellation(Runnable callback);

}
