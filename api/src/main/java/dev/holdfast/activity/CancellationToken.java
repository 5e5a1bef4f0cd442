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

}
