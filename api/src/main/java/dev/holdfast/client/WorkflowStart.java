package dev.holdfast.client;

import java.time.Duration;

import dev.holdfast.activity.RetryPolicy;
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
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.SearchAttributeKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

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

	/**
	 * Makes a repeated start the same start: one with this request id and workflow id
	 * that was made before is answered with its execution, running or closed, whatever
	 * the policies say. The input of the first one counts. To be used with {@link #id}.
	 * @throws IllegalArgumentException if it breaks the rules of workflow ids
	 */
	WorkflowStart<W, R> requestId(String requestId);

	/**
	 * How long the execution may take, with all its runs; by default as long as it wants.
	 */
	WorkflowStart<W, R> executionTimeout(Duration timeout);

	/**
	 * How long each run may take from when its code begins; by default as long as the
	 * execution. A run that takes longer is tried again if there is a retry policy.
	 */
	WorkflowStart<W, R> runTimeout(Duration timeout);

	/**
	 * How long the code may run without blocking before its workflow task fails; 10
	 * seconds by default.
	 */
	WorkflowStart<W, R> taskTimeout(Duration timeout);

	/**
	 * How the workflow is tried again, as a new run, when it fails or its run times out;
	 * by default it is not.
	 */
	WorkflowStart<W, R> retryPolicy(RetryPolicy policy);

	/**
	 * How long the start is put off. The execution exists at once; its code begins after
	 * this time, or with the first signal or update.
	 */
	WorkflowStart<W, R> startDelay(Duration delay);

	/** Whether the id of a closed execution may be used again; by default it may. */
	WorkflowStart<W, R> idReusePolicy(WorkflowIdReusePolicy policy);

	/**
	 * What happens if the id is in use by a running execution; by default the start
	 * fails.
	 */
	WorkflowStart<W, R> idConflictPolicy(WorkflowIdConflictPolicy policy);

	/**
	 * Where the execution, and what it calls, stands among others that wait for a worker.
	 */
	WorkflowStart<W, R> priority(Priority priority);

	/** Adds a value to the memo of the execution. */
	WorkflowStart<W, R> memo(String key, Object value);

	/**
	 * One line for people who look at the execution.
	 * @throws IllegalArgumentException if it is blank or has more than 200 characters
	 */
	WorkflowStart<W, R> summary(String summary);

	/**
	 * What people should know about the execution, in as many lines as it needs.
	 * @throws IllegalArgumentException if it is blank or has more than 20,000 characters
	 */
	WorkflowStart<W, R> details(String details);

	/**
	 * Gives the execution a search attribute, by which executions are found. Its type
	 * follows from the value: a {@code String} is a keyword, a {@code Collection} of
	 * strings a keyword list, {@code Integer} and {@code Long} are whole numbers,
	 * {@code Float} and {@code Double} floating point numbers; besides there are
	 * {@code Boolean}, and for times {@code Instant}, {@code OffsetDateTime} and
	 * {@code ZonedDateTime}.
	 * @param value the value; {@code null} or an empty collection leaves it out
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if the name or the
	 * value cannot be one, or there are too many
	 */
	WorkflowStart<W, R> searchAttribute(String name, @Nullable Object value);

	/**
	 * Gives the execution a search attribute of a certain type.
	 * @param value the value; {@code null} or an empty list leaves it out
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if the name or the
	 * value cannot be one, or there are too many
	 */
	<T> WorkflowStart<W, R> searchAttribute(SearchAttributeKey<T> key, @Nullable T value);

	/**
	 * Starts the workflow. Within a transaction of the caller on the engine's database
	 * the start is part of it: the commit starts the workflow, a rollback means that it
	 * never was.
	 * @return a handle to the run that was started
	 * @throws WorkflowAlreadyStartedException if the policies forbid it
	 * @throws IllegalArgumentException if options contradict each other
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

	/** Sends a signal, and starts the workflow for it if it does not run. */
	default WorkflowHandle<W, R> signalWithStart(VoidMethod0<? super W> method) {
		return signalWithStart((MethodReference) method, new @Nullable Object[] {});
	}

	/** Sends a signal, and starts the workflow for it if it does not run. */
	default <A extends @Nullable Object> WorkflowHandle<W, R> signalWithStart(VoidMethod1<? super W, A> method, A a) {
		return signalWithStart((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Sends a signal, and starts the workflow for it if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object> WorkflowHandle<W, R> signalWithStart(
			VoidMethod2<? super W, A, B> method, A a, B b) {
		return signalWithStart((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Sends a signal, and starts the workflow for it if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> WorkflowHandle<W, R> signalWithStart(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		return signalWithStart((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Sends a signal, and starts the workflow for it if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> WorkflowHandle<W, R> signalWithStart(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		return signalWithStart((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Sends a signal by its name to the running execution that has the id, or starts one
	 * that handles the signal before the first line of its workflow method. Both happen
	 * in one transaction, that of the caller if there is one. An execution that runs is
	 * signalled unless an id conflict policy was given and says otherwise.
	 * @return a handle to the run that receives the signal
	 * @throws WorkflowAlreadyStartedException if the policies forbid it
	 * @throws ResourceExhaustedException if too many messages wait for the run
	 */
	WorkflowHandle<W, R> signalWithStart(String signal, @Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	WorkflowHandle<W, R> signalWithStart(MethodReference method, @Nullable Object[] arguments);

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <U extends @Nullable Object> UpdateStart<U> updateWithStart(Method0<? super W, U> method) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default UpdateStart<@Nullable Void> updateWithStart(VoidMethod0<? super W> method) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> updateWithStart(
			Method1<? super W, A, U> method, A a) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object> UpdateStart<@Nullable Void> updateWithStart(VoidMethod1<? super W, A> method,
			A a) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> updateWithStart(
			Method2<? super W, A, B, U> method, A a, B b) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object> UpdateStart<@Nullable Void> updateWithStart(
			VoidMethod2<? super W, A, B> method, A a, B b) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> updateWithStart(
			Method3<? super W, A, B, C, U> method, A a, B b, C c) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> UpdateStart<@Nullable Void> updateWithStart(
			VoidMethod3<? super W, A, B, C> method, A a, B b, C c) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, U extends @Nullable Object> UpdateStart<U> updateWithStart(
			Method4<? super W, A, B, C, D, U> method, A a, B b, C c, D d) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Begins a request for an update that starts the workflow if it does not run. */
	default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> UpdateStart<@Nullable Void> updateWithStart(
			VoidMethod4<? super W, A, B, C, D> method, A a, B b, C c, D d) {
		return updateWithStart((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Begins a request for an update by its name, to the running execution that has the
	 * id or to one that is started for it. Start and request happen in one transaction.
	 * @throws IllegalArgumentException if no id conflict policy was given, or one other
	 * than {@code USE_EXISTING} and {@code FAIL}
	 */
	<U> UpdateStart<U> updateWithStart(String update, Class<U> resultType, @Nullable Object... arguments);

	/** See {@link #updateWithStart(String, Class, Object...)}. */
	<U> UpdateStart<U> updateWithStart(String update, ParameterizedTypeReference<U> resultType,
			@Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	<U extends @Nullable Object> UpdateStart<U> updateWithStart(MethodReference method, @Nullable Object[] arguments);

}
