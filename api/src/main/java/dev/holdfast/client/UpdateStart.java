package dev.holdfast.client;

import org.jspecify.annotations.Nullable;

/**
 * An update that is being put together; {@link #start()} or {@link #execute()} requests
 * it. Not thread-safe, and used once.
 *
 * @param <U> what the update answers
 */
public interface UpdateStart<U extends @Nullable Object> {

	/**
	 * What makes the update unique within its run: 1 to 255 characters, no control
	 * characters. A second request with the same id changes nothing and has the outcome
	 * of the first. A random UUID by default.
	 * @throws IllegalArgumentException if it breaks these rules
	 */
	UpdateStart<U> id(String updateId);

	/** How far {@link #start()} waits; by default it waits for nothing. */
	UpdateStart<U> waitFor(UpdateStage stage);

	/**
	 * Requests the update. Within a transaction of the caller on the engine's database
	 * the request is part of it, unless it is to wait.
	 * @throws WorkflowNotRunningException if the execution has closed
	 * @throws ResourceExhaustedException if too many messages wait for the run
	 * @throws WorkflowUpdateException if it was to wait and the update was rejected
	 * @throws WorkflowUpdateTimeoutException if it was to wait and the run does not take
	 * the update up
	 * @throws WaitInTransactionException if it was to wait within a transaction
	 */
	UpdateHandle<U> start();

	/**
	 * Requests the update and waits for its result; see {@link UpdateHandle#result()}.
	 * @throws WaitInTransactionException within a transaction of the caller: the update
	 * would begin only after it
	 */
	U execute();

}
