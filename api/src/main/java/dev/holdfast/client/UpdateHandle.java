package dev.holdfast.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A way to an update that was requested. Thread-safe.
 *
 * @param <U> what the update answers
 */
public interface UpdateHandle<U extends @Nullable Object> {

	/** What makes the update unique within its run. */
	String updateId();

	/** The id of the execution. */
	String workflowId();

	/**
	 * The run that was open when it was requested. If that closes before it takes the
	 * update up, the run that takes over does, and who waits for the update waits for
	 * that.
	 */
	String runId();

	/**
	 * Waits for the result.
	 * @throws WorkflowUpdateException if the update was rejected, its handler failed, or
	 * the run closed before
	 * @throws WorkflowUpdateTimeoutException if the run does not take the update up
	 * @throws WaitInTransactionException within the transaction that requested it
	 */
	U result();

	/**
	 * Waits for the result for a time.
	 * @throws WorkflowUpdateException if the update was rejected, its handler failed, or
	 * the run closed before
	 * @throws WorkflowUpdateTimeoutException if there is none in time; the update goes on
	 * @throws WaitInTransactionException within the transaction that requested it
	 */
	U result(Duration timeout);

	/**
	 * The result when there is one; otherwise it fails with what {@link #result()}
	 * throws. Blocks no thread.
	 */
	CompletableFuture<U> resultAsync();

}
