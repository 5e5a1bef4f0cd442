package dev.holdfast.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.method.Method0;
import dev.holdfast.method.Method1;
import dev.holdfast.method.Method2;
import dev.holdfast.method.Method3;
import dev.holdfast.method.Method4;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A way to an execution. Thread-safe, cheap, and valid for as long as the execution is
 * kept. Messages join a transaction of the caller on the engine's database, if there is
 * one.
 *
 * @param <W> the workflow class
 * @param <R> what the workflow returns
 */
public interface WorkflowHandle<W, R extends @Nullable Object> {

	/** The id of the execution. */
	String workflowId();

	/** The run that the handle was made for: the one that was started or found. */
	String runId();

	/**
	 * Waits for the result.
	 * @throws WorkflowFailedException if the execution closes without one
	 */
	R result();

	/**
	 * Waits for the result for a time.
	 * @throws WorkflowFailedException if the execution closes without one
	 * @throws WorkflowResultTimeoutException if it does not close in time
	 */
	R result(Duration timeout);

	/** Waits for the result and reads it as another type than the declared one. */
	<T> T result(Class<T> type);

	/**
	 * The result when there is one; it fails with {@link WorkflowFailedException}
	 * otherwise. Blocks no thread.
	 */
	CompletableFuture<R> resultAsync();

	/** Sends a signal. */
	default void signal(VoidMethod0<? super W> method) {
		signal((MethodReference) method, new @Nullable Object[] {});
	}

	/** Sends a signal. */
	default <A extends @Nullable Object> void signal(VoidMethod1<? super W, A> method, A a) {
		signal((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object> void signal(VoidMethod2<? super W, A, B> method,
			A a, B b) {
		signal((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void signal(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		signal((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Sends a signal. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> void signal(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		signal((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Sends a signal by its name.
	 * @throws WorkflowNotRunningException if the execution has closed
	 */
	void signal(String signal, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	void signal(MethodReference method, @Nullable Object[] arguments);

	/** Asks a query. */
	default <Q extends @Nullable Object> Q query(Method0<? super W, Q> method) {
		return query((MethodReference) method, new @Nullable Object[] {});
	}

	/** Asks a query. */
	default <A extends @Nullable Object, Q extends @Nullable Object> Q query(Method1<? super W, A, Q> method, A a) {
		return query((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Asks a query. */
	default <A extends @Nullable Object, B extends @Nullable Object, Q extends @Nullable Object> Q query(
			Method2<? super W, A, B, Q> method, A a, B b) {
		return query((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Asks a query. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, Q extends @Nullable Object> Q query(
			Method3<? super W, A, B, C, Q> method, A a, B b, C c) {
		return query((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Asks a query. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, Q extends @Nullable Object> Q query(
			Method4<? super W, A, B, C, D, Q> method, A a, B b, C c, D d) {
		return query((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Asks a query by its name.
	 * @throws WorkflowQueryException if there is no answer
	 */
	<Q> Q query(String query, Class<Q> resultType, @Nullable Object... arguments);

	/**
	 * Asks a query by its name.
	 * @throws WorkflowQueryException if there is no answer
	 */
	<Q> Q query(String query, ParameterizedTypeReference<Q> resultType, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	<Q extends @Nullable Object> Q query(MethodReference method, @Nullable Object[] arguments);

	/** Requests cancellation; see {@link #cancel(String)}. */
	default void cancel() {
		cancel("");
	}

	/**
	 * Requests cancellation. The workflow code is told and may clean up, or go on. Has no
	 * effect on an execution that has closed.
	 */
	void cancel(String reason);

	/**
	 * Ends the execution at once; its code is not asked. Has no effect on an execution
	 * that has closed. Unlike messages, it is done when the call returns and is not part
	 * of the caller's transaction.
	 */
	void terminate(String reason);

	/** Lets a stuck execution try again now. Has no effect on one that is not stuck. */
	void resume();

	/** What the execution is and waits for. */
	WorkflowDescription describe();

	/** What happened in it. */
	WorkflowHistory history();

}
