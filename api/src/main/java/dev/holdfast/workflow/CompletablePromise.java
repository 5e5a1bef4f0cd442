package dev.holdfast.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A promise that workflow code completes itself: how one coroutine, for instance the
 * handler of a signal, hands something to another. Of completing it and failing it only
 * the first counts. Whoever waits for it is also woken by the cancellation of the scope
 * that he waits in.
 *
 * @param <T> the type of the result
 */
public interface CompletablePromise<T extends @Nullable Object> extends Promise<T> {

	/**
	 * Completes it, unless it is completed.
	 * @return whether this call did
	 */
	boolean complete(T result);

	/**
	 * Fails it, unless it is completed.
	 * @param failure what waiting for it throws
	 * @return whether this call did
	 */
	boolean fail(RuntimeException failure);

}
