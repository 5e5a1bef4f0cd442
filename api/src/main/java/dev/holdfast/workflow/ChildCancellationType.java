package dev.holdfast.workflow;

/**
 * What a workflow does about a child when the scope that it was started in is cancelled.
 */
public enum ChildCancellationType {

	/** Requests cancellation of the child and goes on at once. */
	TRY_CANCEL,
	/** Requests cancellation of the child and waits until the request is delivered. */
	WAIT_CANCELLATION_REQUESTED,
	/**
	 * Requests cancellation of the child and waits until it has closed, in whatever way.
	 */
	WAIT_CANCELLATION_COMPLETED,
	/** Leaves the child alone and goes on at once. */
	ABANDON

}
