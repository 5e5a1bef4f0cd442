package dev.holdfast.workflow;

import dev.holdfast.method.MethodReference;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import org.jspecify.annotations.Nullable;

/**
 * Another execution, as workflow code sees it: it can be signalled and asked to cancel.
 * What is sent is part of the step that sends it, so it is delivered exactly once or not
 * at all. Signals from one run to another arrive in the order in which they were sent.
 * Delivered means that the receiver has it for good, not that its handler has run.
 *
 * @param <W> the workflow class, or {@code Object} if only the id is known
 */
public interface ExternalWorkflow<W> {

	/** The id of the execution. */
	String workflowId();

	/** The run that is meant, or {@code null} for whichever is open. */
	@Nullable String runId();

	/** Sends a signal and waits until it is delivered. */
	default void signal(VoidMethod0<? super W> method) {
		signalAsync((MethodReference) method, new @Nullable Object[] {}).get();
	}

	/** Sends a signal. */
	default Promise<@Nullable Void> signalAsync(VoidMethod0<? super W> method) {
		return signalAsync((MethodReference) method, new @Nullable Object[] {});
	}

	/** Sends a signal and waits until it is delivered. */
	default <A extends @Nullable Object> void signal(VoidMethod1<? super W, A> method, A a) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a }).get();
	}

	/** Sends a signal. */
	default <A extends @Nullable Object> Promise<@Nullable Void> signalAsync(VoidMethod1<? super W, A> method, A a) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Sends a signal and waits until it is delivered. */
	default <A extends @Nullable Object, B extends @Nullable Object> void signal(VoidMethod2<? super W, A, B> method,
			A a, B b) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b }).get();
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod2<? super W, A, B> method, A a, B b) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Sends a signal and waits until it is delivered. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void signal(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c }).get();
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		return signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Sends a signal and waits until it is delivered. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> void signal(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		signalAsync((MethodReference) method, new @Nullable Object[] { a, b, c, d }).get();
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> Promise<@Nullable Void> signalAsync(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
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

	/** Requests cancellation; see {@link #cancel(String)}. */
	default void cancel() {
		cancel("");
	}

	/**
	 * Requests cancellation and waits until the request is delivered.
	 * @throws dev.holdfast.failure.ExternalWorkflowFailure if nobody is there to receive
	 * it
	 */
	default void cancel(String reason) {
		cancelAsync(reason).get();
	}

	/** Requests cancellation; the promise completes when the request is delivered. */
	Promise<@Nullable Void> cancelAsync(String reason);

}
