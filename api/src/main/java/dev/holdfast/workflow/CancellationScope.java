package dev.holdfast.workflow;

/**
 * A part of a workflow that is cancelled as a whole: timers, activities and child
 * workflows begun in it, and waits. Cancelling an execution cancels its outermost scope.
 */
public interface CancellationScope {

	/**
	 * Cancels what was begun in this scope and in scopes within it. Cancelling twice has
	 * no effect.
	 */
	void cancel(String reason);

	/** Whether cancellation was requested for this scope. */
	boolean isCancellationRequested();

}
