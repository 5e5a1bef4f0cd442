package dev.holdfast.workflow;

import java.time.Duration;

import dev.holdfast.activity.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The continuation of a workflow as a new run that is being put together;
 * {@link #execute()} makes it. What is left out is as it was.
 */
public interface ContinueAsNewCall {

	/** The task queue of the new run. */
	ContinueAsNewCall taskQueue(String taskQueue);

	/** How long the new run, and each one after it, may take. */
	ContinueAsNewCall runTimeout(Duration timeout);

	/** How long one workflow task of the new run may take. */
	ContinueAsNewCall taskTimeout(Duration timeout);

	/** How the new run is tried again when it fails. */
	ContinueAsNewCall retryPolicy(RetryPolicy policy);

	/** Adds a value to the memo of the execution, or replaces one. */
	ContinueAsNewCall memo(String key, Object value);

	/**
	 * Sets or removes what the execution is found by from the new run on; what is not
	 * named stays as it is.
	 * @param value the value, whose type decides on that of the attribute as for
	 * {@link ChildCall#searchAttribute(String, Object)}; {@code null} or an empty
	 * collection removes it
	 * @throws InvalidSearchAttributeException if the name or the value cannot be one, or
	 * there are too many
	 */
	ContinueAsNewCall searchAttribute(String name, @Nullable Object value);

	/**
	 * Sets or removes what the execution is found by from the new run on.
	 * @param value the value; {@code null} or an empty list removes it
	 * @throws InvalidSearchAttributeException if the name or the value cannot be one, or
	 * there are too many
	 */
	<T> ContinueAsNewCall searchAttribute(SearchAttributeKey<T> key, @Nullable T value);

	/** How long the new run waits before its code begins. Signals do not shorten it. */
	ContinueAsNewCall backoff(Duration backoff);

	/**
	 * Ends this run and goes on as the new one. It never returns.
	 * @return nothing, ever; so that a method that must return something can return it
	 * @throws IllegalStateException outside of the workflow method
	 */
	<R extends @Nullable Object> R execute();

}
