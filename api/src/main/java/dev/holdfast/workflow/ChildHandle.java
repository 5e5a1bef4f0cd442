package dev.holdfast.workflow;

import dev.holdfast.method.MethodReference;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import org.jspecify.annotations.Nullable;

/**
 * A child workflow that was started, as its parent sees it. The child begins together
 * with the step that starts it, so its ids are known at once, and even a parent that
 * closes in that step leaves a child behind that runs, if the parent close policy lets
 * it.
 *
 * @param <R> what the child workflow returns
 */
public interface ChildHandle<R extends @Nullable Object> {

	/** The id of the child. */
	String workflowId();

	/** The run of the child. */
	String runId();

	/**
	 * What the child returns. It fails with
	 * {@link dev.holdfast.failure.ChildWorkflowFailure} if the child does not complete,
	 * or was not started because its id is in use.
	 */
	Promise<R> result();

	/** Sends a signal and waits until it is delivered. */
	default <T> void signal(VoidMethod0<T> method) {
		signalAsync((MethodReference) method, new @Nullable Object[] {}).get();
	}

	/** Sends a signal. */
	default <T> Promise<@Nullable Void> signalAsync(VoidMethod0<T> method) {
		return signalAsync((MethodReference) method, new @Nullable Object[] {});
	}

	/** Sends a signal and waits until it is delivered. */
	default <T, A extends @Nullable Object> void signal(VoidMethod1<T, A> method, A a) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a }).get();
	}

	/** Sends a signal. */
	default <T, A extends @Nullable Object> Promise<@Nullable Void> signalAsync(VoidMethod1<T, A> method, A a) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Sends a signal and waits until it is delivered. */
	default <T, A extends @Nullable Object, B extends @Nullable Object> void signal(VoidMethod2<T, A, B> method, A a,
			B b) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b }).get();
	}

	/** Sends a signal. */
	default <T, A extends @Nullable Object, B extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod2<T, A, B> method, A a, B b) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Sends a signal and waits until it is delivered. */
	default <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void signal(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c }).get();
	}

	/** Sends a signal. */
	default <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Sends a signal and waits until it is delivered. */
	default <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> void signal(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c, d }).get();
	}

	/** Sends a signal. */
	default <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Sends a signal by its name and waits until it is delivered.
	 * @throws dev.holdfast.failure.ExternalWorkflowFailure if nobody is there to receive
	 * it
	 */
	default void signal(String signal, @Nullable Object... arguments) {
		signalAsync(signal, arguments).get();
	}

	/** Sends a signal by its name; the promise completes when it is delivered. */
	Promise<@Nullable Void> signalAsync(String signal, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	Promise<@Nullable Void> signalAsync(MethodReference method, @Nullable Object[] arguments);

}
