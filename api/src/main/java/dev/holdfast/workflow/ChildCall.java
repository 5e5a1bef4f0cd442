package dev.holdfast.workflow;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The start of a child workflow that is being put together; {@link #execute()} or
 * {@link #async()} makes it.
 *
 * @param <R> what the child workflow returns
 */
public interface ChildCall<R extends @Nullable Object> {

	/** The id of the child; by default the id of the parent's run and a number. */
	ChildCall<R> id(String workflowId);

	/** The task queue of the child; by default that of its type, or else the parent's. */
	ChildCall<R> taskQueue(String taskQueue);

	/** How long the child may take. */
	ChildCall<R> executionTimeout(Duration timeout);

	/**
	 * What becomes of the child when the parent closes;
	 * {@link ParentClosePolicy#TERMINATE} by default.
	 */
	ChildCall<R> parentClosePolicy(ParentClosePolicy policy);

	/** Adds a value to the child's memo. */
	ChildCall<R> memo(String key, Object value);

	/**
	 * Starts the child and blocks the coroutine until it closes.
	 * @throws dev.holdfast.failure.ChildWorkflowFailure if it does not complete
	 */
	R execute();

	/** Starts the child and goes on. */
	Promise<R> async();

}
