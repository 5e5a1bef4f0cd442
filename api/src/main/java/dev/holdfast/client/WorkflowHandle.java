package dev.holdfast.client;

import java.time.Duration;
import java.util.Optional;
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
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A way to an execution. One that a start answers follows its execution through all its
 * runs and never speaks to another one; one that was found by its id speaks to whatever
 * has the id; one that was found with a run id is pinned to that run, and
 * {@link #pinnedToChain()} is the way to all runs of its execution. Thread-safe, cheap,
 * and valid for as long as the execution is kept. Messages join a transaction of the
 * caller on the engine's database, if there is one.
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
	 * A handle to the same execution through all its runs, as a start answers one: it
	 * speaks to the run that is open, also after the execution has continued as new, was
	 * tried again or reset, and never to another execution that takes the id later. The
	 * chain is that of {@link #runId()}, so a run id that was kept is enough to find an
	 * execution again.
	 * @throws WorkflowNotFoundException if the run is not kept any more
	 */
	WorkflowHandle<W, R> pinnedToChain();

	/**
	 * Waits for the result: that of the last run, if the execution continues as new, is
	 * tried again or is reset meanwhile.
	 * @throws WorkflowFailedException if the execution closes without one
	 * @throws WorkflowContinuedAsNewException if the handle is pinned to a run that
	 * continued as new
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
	 * Waits for the result and reads it as another type than the declared one, which may
	 * be generic.
	 */
	<T> T result(ParameterizedTypeReference<T> type);

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
	 * @throws ResourceExhaustedException if too many messages wait for the run
	 */
	void signal(String signal, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	void signal(MethodReference method, @Nullable Object[] arguments);

	/** Sends a signal once, however often it is sent with the same request id. */
	default void signalOnce(String requestId, VoidMethod0<? super W> method) {
		signalOnce(requestId, (MethodReference) method, new @Nullable Object[] {});
	}

	/** Sends a signal once, however often it is sent with the same request id. */
	default <A extends @Nullable Object> void signalOnce(String requestId, VoidMethod1<? super W, A> method, A a) {
		signalOnce(requestId, (MethodReference) method, new @Nullable Object[] { a });
	}

	/** Sends a signal once, however often it is sent with the same request id. */
	default <A extends @Nullable Object, B extends @Nullable Object> void signalOnce(String requestId,
			VoidMethod2<? super W, A, B> method, A a, B b) {
		signalOnce(requestId, (MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Sends a signal once, however often it is sent with the same request id. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void signalOnce(
			String requestId, VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		signalOnce(requestId, (MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Sends a signal once, however often it is sent with the same request id. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> void signalOnce(
			String requestId, VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		signalOnce(requestId, (MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Sends a signal by its name once, however often it is sent to this run with the same
	 * request id: after a failure that left open whether it was sent, it can simply be
	 * sent again, also when the run has received it meanwhile.
	 * @param requestId 1 to 255 characters, no control characters
	 * @throws WorkflowNotRunningException if the execution has closed and had not
	 * received it
	 * @throws ResourceExhaustedException if too many messages wait for the run
	 */
	void signalOnce(String requestId, String signal, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	void signalOnce(String requestId, MethodReference method, @Nullable Object[] arguments);

	/** Requests an update and waits for its result. */
	default <U extends @Nullable Object> U update(Method0<? super W, U> method) {
		return this.<U>startUpdate((MethodReference) method, new @Nullable Object[] {}).execute();
	}

	/** Requests an update that answers nothing, and waits until it is handled. */
	default void update(VoidMethod0<? super W> method) {
		this.<@Nullable Object>startUpdate((MethodReference) method, new @Nullable Object[] {}).execute();
	}

	/** Requests an update and waits for its result. */
	default <A extends @Nullable Object, U extends @Nullable Object> U update(Method1<? super W, A, U> method, A a) {
		return this.<U>startUpdate((MethodReference) method, new @Nullable Object[] { a }).execute();
	}

	/** Requests an update that answers nothing, and waits until it is handled. */
	default <A extends @Nullable Object> void update(VoidMethod1<? super W, A> method, A a) {
		this.<@Nullable Object>startUpdate((MethodReference) method, new @Nullable Object[] { a }).execute();
	}

	/** Requests an update and waits for its result. */
	default <A extends @Nullable Object, B extends @Nullable Object, U extends @Nullable Object> U update(
			Method2<? super W, A, B, U> method, A a, B b) {
		return this.<U>startUpdate((MethodReference) method, new @Nullable Object[] { a, b }).execute();
	}

	/** Requests an update that answers nothing, and waits until it is handled. */
	default <A extends @Nullable Object, B extends @Nullable Object> void update(VoidMethod2<? super W, A, B> method,
			A a, B b) {
		this.<@Nullable Object>startUpdate((MethodReference) method, new @Nullable Object[] { a, b }).execute();
	}

	/** Requests an update and waits for its result. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, U extends @Nullable Object> U update(
			Method3<? super W, A, B, C, U> method, A a, B b, C c) {
		return this.<U>startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c }).execute();
	}

	/** Requests an update that answers nothing, and waits until it is handled. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> void update(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		this.<@Nullable Object>startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c }).execute();
	}

	/** Requests an update and waits for its result. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, U extends @Nullable Object> U update(
			Method4<? super W, A, B, C, D, U> method, A a, B b, C c, D d) {
		return this.<U>startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c, d }).execute();
	}

	/** Requests an update that answers nothing, and waits until it is handled. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> void update(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		this.<@Nullable Object>startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c, d }).execute();
	}

	/**
	 * Requests an update by its name and waits for its result. It must not be called
	 * within a transaction; {@link #startUpdate(String, Class, Object...)} may.
	 * @throws WorkflowUpdateException if it was rejected, its handler failed, or the run
	 * closed before
	 * @throws WorkflowUpdateTimeoutException if the run does not take it up
	 * @throws WorkflowNotRunningException if the execution has closed
	 * @throws ResourceExhaustedException if too many messages wait for the run
	 * @throws WaitInTransactionException within a transaction of the caller
	 */
	default <U> U update(String update, Class<U> resultType, @Nullable Object... arguments) {
		return startUpdate(update, resultType, arguments).execute();
	}

	/**
	 * Requests an update by its name and waits for its result; see
	 * {@link #update(String, Class, Object...)}.
	 */
	default <U> U update(String update, ParameterizedTypeReference<U> resultType, @Nullable Object... arguments) {
		return startUpdate(update, resultType, arguments).execute();
	}

	/** Begins a request for an update. */
	default <U extends @Nullable Object> UpdateStart<U> startUpdate(Method0<? super W, U> method) {
		return startUpdate((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a request for an update that answers nothing. */
	default UpdateStart<@Nullable Void> startUpdate(VoidMethod0<? super W> method) {
		return startUpdate((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a request for an update. */
	default <A extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> startUpdate(
			Method1<? super W, A, U> method, A a) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a request for an update that answers nothing. */
	default <A extends @Nullable Object> UpdateStart<@Nullable Void> startUpdate(VoidMethod1<? super W, A> method,
			A a) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a request for an update. */
	default <A extends @Nullable Object, B extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> startUpdate(
			Method2<? super W, A, B, U> method, A a, B b) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a request for an update that answers nothing. */
	default <A extends @Nullable Object, B extends @Nullable Object> UpdateStart<@Nullable Void> startUpdate(
			VoidMethod2<? super W, A, B> method, A a, B b) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a request for an update. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> startUpdate(
			Method3<? super W, A, B, C, U> method, A a, B b, C c) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a request for an update that answers nothing. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> UpdateStart<@Nullable Void> startUpdate(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a request for an update. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> startUpdate(
			Method4<? super W, A, B, C, D, U> method, A a, B b, C c, D d) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Begins a request for an update that answers nothing. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> UpdateStart<@Nullable Void> startUpdate(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		return startUpdate((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Begins a request for an update by its name. */
	<U> UpdateStart<U> startUpdate(String update, Class<U> resultType, @Nullable Object... arguments);

	/** Begins a request for an update by its name. */
	<U> UpdateStart<U> startUpdate(String update, ParameterizedTypeReference<U> resultType,
			@Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	<U extends @Nullable Object> UpdateStart<U> startUpdate(MethodReference method, @Nullable Object[] arguments);

	/**
	 * Finds an update of this run that was requested before.
	 * @throws WorkflowUpdateException if there is none with this id
	 */
	<U> UpdateHandle<U> updateHandle(String updateId, Class<U> resultType);

	/**
	 * Finds an update of this run that was requested before.
	 * @throws WorkflowUpdateException if there is none with this id
	 */
	<U> UpdateHandle<U> updateHandle(String updateId, ParameterizedTypeReference<U> resultType);

	/**
	 * A handle to the same run whose queries are rejected under a condition, with a
	 * {@link WorkflowQueryRejectedException}.
	 */
	WorkflowHandle<W, R> rejectQueriesIf(QueryRejectCondition condition);

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
	 * What the workflow says about where it is, with
	 * {@link dev.holdfast.workflow.Workflows#currentDetails(String)}; answered by its
	 * code like a query.
	 * @throws WorkflowQueryException if there is no answer
	 */
	Optional<String> currentDetails();

	/**
	 * What the execution is and which messages it takes, those that its code has
	 * registered handlers for included; answered by its code like a query.
	 * @throws WorkflowQueryException if there is no answer
	 */
	WorkflowMetadata metadata();

	/**
	 * Where each coroutine of the execution waits: its name, and below it the lines of
	 * its code, the innermost first, without those of the engine. For people; the form
	 * may change. Answered like a query, also by name as {@code __stack_trace}: nothing
	 * of the execution changes. An execution that has closed waits nowhere.
	 * @throws WorkflowQueryException if there is no answer
	 */
	String stackTrace();

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

	/** Resets the execution; see {@link #reset(long, String)}. */
	default String reset(long toEventId) {
		return reset(toEventId, "");
	}

	/**
	 * Takes the execution back: a new run begins with the history up to the end of the
	 * workflow task that recorded an event, and goes on from there with the code as it is
	 * now. A run that is open is terminated; one that is stuck or has closed can be reset
	 * too. Signals that were recorded later are sent again; activities that had not
	 * closed by then are made again; children that had begun by then go on and report to
	 * the new run. Unlike messages, it is done when the call returns and is not part of
	 * the caller's transaction.
	 * @param toEventId the number of an event that is to be kept
	 * @param reason why, for people
	 * @return the id of the new run
	 * @throws IllegalArgumentException if the history has no such event, or the event
	 * belongs to the workflow task that closed the run; the message names the range
	 * @throws WorkflowAlreadyStartedException if another execution has the id by now
	 */
	String reset(long toEventId, String reason);

	/** Lets a stuck execution try again now. Has no effect on one that is not stuck. */
	void resume();

	/** What the execution is and waits for. */
	WorkflowDescription describe();

	/**
	 * The memo of the execution as it is now, what its code has changed included; also of
	 * one that has closed. Reads the history, but does not ask the code.
	 * @throws dev.holdfast.payload.PayloadException if the history cannot be read; a
	 * value that is not of the type that is asked for is one of {@link Memo#get}
	 */
	Memo memo();

	/** What happened in it. */
	WorkflowHistory history();

}
