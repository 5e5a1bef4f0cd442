package dev.holdfast.workflow;

import java.lang.reflect.Type;

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
 * The part of {@link Workflows} that starts children, speaks to other executions and goes
 * on as a new one.
 */
abstract sealed class ExecutionCalls extends LocalActivityCalls permits MessageHandling {

	// Child workflows

	/** Begins the start of a child workflow. */
	public static <T, R extends @Nullable Object> ChildCall<R> child(Method0<T, R> method) {
		return runtime().child(method);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T> ChildCall<@Nullable Void> child(VoidMethod0<T> method) {
		return runtime().child(method);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method1<T, A, R> method, A a) {
		return runtime().child(method, a);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object> ChildCall<@Nullable Void> child(VoidMethod1<T, A> method, A a) {
		return runtime().child(method, a);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().child(method, a, b);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().child(method, a, b);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().child(method, a, b, c);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().child(method, a, b, c);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().child(method, a, b, c, d);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().child(method, a, b, c, d);
	}

	/** Begins the start of a child workflow by its type. */
	public static <R> ChildCall<R> child(String workflowType, Class<R> resultType, @Nullable Object... arguments) {
		return runtime().child(workflowType, (Type) resultType, arguments);
	}

	/** Begins the start of a child workflow by its type. */
	public static <R> ChildCall<R> child(String workflowType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments) {
		return runtime().child(workflowType, resultType.getType(), arguments);
	}

	// Other executions

	/** Another execution, of which only the id is known. */
	public static ExternalWorkflow<Object> external(String workflowId) {
		return runtime().external(workflowId, null);
	}

	/** Another execution: the open one with an id. */
	public static <W> ExternalWorkflow<W> external(Class<W> workflowClass, String workflowId) {
		return runtime().external(workflowId, null);
	}

	/** A certain run of another execution. */
	public static <W> ExternalWorkflow<W> external(Class<W> workflowClass, String workflowId, String runId) {
		return runtime().external(workflowId, runId);
	}

	// Going on as a new run

	/**
	 * Ends this run and goes on as a new one of the same execution, with an empty history
	 * and these arguments. It never returns: it leaves the workflow method, and only
	 * {@code finally} blocks run on the way out. To be called from the workflow method
	 * itself and from nowhere else.
	 *
	 * <p>
	 * The new run has the workflow id, the memo, the search attributes, the task queue,
	 * the retry policy and the timeouts of this one; the execution timeout goes on
	 * counting. Signals that wait to be heard are heard by this run before it ends. What
	 * becomes of children is what their parent close policy says.
	 * @return nothing, ever; so that {@code return Workflows.continueAsNew(…)} compiles
	 * @throws IllegalStateException outside of the workflow method
	 * @throws dev.holdfast.payload.PayloadException if an argument cannot be written
	 */
	public static <R extends @Nullable Object> R continueAsNew(@Nullable Object... arguments) {
		return runtime().continueAsNew(arguments);
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, R extends @Nullable Object> ContinueAsNewCall continueAsNew(Method0<T, R> method) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] {});
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T> ContinueAsNewCall continueAsNew(VoidMethod0<T> method) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] {});
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method1<T, A, R> method, A a) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object> ContinueAsNewCall continueAsNew(VoidMethod1<T, A> method, A a) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Goes on as a new run of a type that is known by its name. */
	public static ContinueAsNewCall continueAsNewAs(String workflowType, @Nullable Object... arguments) {
		return runtime().continueAsNewAs(workflowType, arguments);
	}

}
