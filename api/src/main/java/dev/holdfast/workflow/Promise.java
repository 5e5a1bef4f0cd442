package dev.holdfast.workflow;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

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

	/**
	 * The result, if there is one within a time; what the promise stands for goes on in
	 * any case.
	 * @throws dev.holdfast.failure.TimeoutFailure of type
	 * {@link dev.holdfast.failure.TimeoutType#WAIT} if there is none in time
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 * @throws dev.holdfast.failure.WorkflowFailure what the work failed with
	 */
	T get(Duration timeout);

	/** Whether there is a result or a failure. Never blocks. */
	boolean isCompleted();

	/**
	 * What the work failed with, or {@code null} if it has not failed (yet). Never
	 * blocks.
	 */
	@Nullable RuntimeException failure();

	/**
	 * What a function makes of the result; if this fails, so does the new promise. Like
	 * every function that is attached to a promise, it runs in a coroutine of its own,
	 * before the workflow method goes on: it may block, and several run in the order in
	 * which they were attached.
	 */
	<R extends @Nullable Object> Promise<R> thenApply(Function<? super T, ? extends R> function);

	/** What a function begins with the result; if this fails, so does the new promise. */
	<R extends @Nullable Object> Promise<R> thenCompose(Function<? super T, ? extends Promise<? extends R>> function);

	/**
	 * What a function makes of the result or of the failure, of which the other is
	 * {@code null}.
	 */
	<R extends @Nullable Object> Promise<R> handle(
			BiFunction<? super @Nullable T, ? super @Nullable RuntimeException, ? extends R> function);

	/** The result, or what a function makes of the failure. */
	Promise<T> exceptionally(Function<? super RuntimeException, ? extends T> function);

	/** A promise that has a result. */
	static <T extends @Nullable Object> Promise<T> completed(T result) {
		CompletablePromise<T> promise = runtime().promise();
		promise.complete(result);
		return promise;
	}

	/** A promise that has failed. */
	static <T extends @Nullable Object> Promise<T> failed(RuntimeException failure) {
		CompletablePromise<T> promise = runtime().promise();
		promise.fail(failure);
		return promise;
	}

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
