package dev.holdfast.workflow;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The result of something that a workflow has begun: deterministic, and only for workflow
 * code of the run that made it.
 *
 * @param <T> the type of the result
 */
public interface Promise<T extends @Nullable Object> {

	/**
	 * The result; the calling coroutine blocks until there is one.
	 * @throws dev.holdfast.failure.WorkflowFailure what the work failed with
	 */
	T get();

	/** Whether there is a result or a failure. Never blocks. */
	boolean isCompleted();

	/**
	 * What the work failed with, or {@code null} if it has not failed (yet). Never
	 * blocks.
	 */
	@Nullable RuntimeException failure();

	/**
	 * A promise that completes when all of these have, and fails as soon as one of them
	 * fails.
	 */
	static Promise<@Nullable Void> allOf(Collection<? extends Promise<?>> promises) {
		return runtime().allOf(List.copyOf(promises));
	}

	/**
	 * A promise that completes when all of these have, and fails as soon as one of them
	 * fails.
	 */
	static Promise<@Nullable Void> allOf(Promise<?>... promises) {
		return allOf(Arrays.asList(promises));
	}

	/** A promise that completes or fails as the first of these does. */
	static <T extends @Nullable Object> Promise<T> anyOf(Collection<? extends Promise<? extends T>> promises) {
		if (promises.isEmpty()) {
			throw new IllegalArgumentException("anyOf needs at least one promise: it would never complete");
		}
		return runtime().anyOf(List.copyOf(promises));
	}

	/** A promise that completes or fails as the first of these does. */
	@SafeVarargs
	@SuppressWarnings("varargs")
	static <T extends @Nullable Object> Promise<T> anyOf(Promise<? extends T>... promises) {
		return anyOf(Arrays.asList(promises));
	}

	private static WorkflowRuntime runtime() {
		WorkflowRuntime runtime = CurrentWorkflow.get();
		if (runtime == null) {
			throw new IllegalStateException("Promises belong to workflow code; this thread executes none.");
		}
		return runtime;
	}

}
