package dev.holdfast.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The start of a workflow that is being put together; {@link #start()} or
 * {@link #execute()} makes it. Not thread-safe, and used once.
 *
 * @param <W> the workflow class
 * @param <R> what the workflow returns
 */
public interface WorkflowStart<W, R extends @Nullable Object> {

	/**
	 * The id of the execution: 1 to 255 characters, no control characters. A random UUID
	 * by default.
	 * @throws IllegalArgumentException if it breaks these rules
	 */
	WorkflowStart<W, R> id(String workflowId);

	/** The task queue; by default that of the workflow type. */
	WorkflowStart<W, R> taskQueue(String taskQueue);

	/** How long the execution may take; by default as long as it wants. */
	WorkflowStart<W, R> executionTimeout(Duration timeout);

	/** Whether the id of a closed execution may be used again; by default it may. */
	WorkflowStart<W, R> idReusePolicy(WorkflowIdReusePolicy policy);

	/**
	 * What happens if the id is in use by a running execution; by default the start
	 * fails.
	 */
	WorkflowStart<W, R> idConflictPolicy(WorkflowIdConflictPolicy policy);

	/** Adds a value to the memo of the execution. */
	WorkflowStart<W, R> memo(String key, Object value);

	/**
	 * Starts the workflow. Within a transaction of the caller on the engine's database
	 * the start is part of it: the commit starts the workflow, a rollback means that it
	 * never was.
	 * @return a handle to the run that was started
	 * @throws WorkflowAlreadyStartedException if the policies forbid it
	 * @throws dev.holdfast.payload.PayloadException if an argument cannot be written as
	 * JSON or is too large
	 */
	WorkflowHandle<W, R> start();

	/**
	 * Starts the workflow and waits for its result.
	 * @throws WorkflowFailedException if it closes without one
	 * @throws IllegalStateException within a transaction of the caller: the workflow
	 * would begin only after it
	 */
	R execute();

}
