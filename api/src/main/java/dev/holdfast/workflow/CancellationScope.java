package dev.holdfast.workflow;

import java.util.Optional;

/**
 * A part of a workflow that is cancelled as a whole: timers, activities and child
 * workflows begun in it, and waits. Cancelling an execution cancels its outermost scope.
 */
public interface CancellationScope {

	/**
	 * Cancels what was begun in this scope and in scopes within it. Cancelling twice has
	 * no effect. Not allowed where nothing may be changed, as in a query.
	 */
	void cancel(String reason);

	/** Whether cancellation was requested for this scope, or for one around it. */
	boolean isCancellationRequested();

	/** Why cancellation was requested, if it was. */
	Optional<String> reason();

	/**
	 * A promise that completes with the reason when cancellation is requested for this
	 * scope, or for one around it; it never fails. It is the same one at every call. It
	 * completes before what was begun in the scope is cancelled. Not allowed where
	 * nothing may be begun, as in a query.
	 */
	Promise<String> cancellation();

	/**
	 * Ends the code that calls if cancellation was requested for this scope, as a
	 * blocking call in it would: for code that computes long without blocking.
	 * @throws dev.holdfast.failure.CanceledFailure if cancellation was requested
	 */
	void throwIfCancellationRequested();

}
