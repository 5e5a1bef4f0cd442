package dev.holdfast.activity;

/**
 * What a workflow does about an activity when the scope that it was called in is
 * cancelled.
 */
public enum ActivityCancellationType {

	/**
	 * Asks the activity to stop and goes on at once: the call fails with a
	 * {@link dev.holdfast.failure.CanceledFailure} as its cause.
	 */
	TRY_CANCEL,
	/**
	 * Asks the activity to stop and waits until it has ended, in whatever way. An
	 * activity hears of it by heartbeats and by its {@link CancellationToken}.
	 */
	WAIT_CANCELLATION_COMPLETED,
	/**
	 * Leaves the activity alone and goes on at once; what it answers is dropped, and
	 * there is no further attempt.
	 */
	ABANDON

}
