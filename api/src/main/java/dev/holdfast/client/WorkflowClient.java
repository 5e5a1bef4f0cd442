package dev.holdfast.client;

import java.util.Map;

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
 * Starts workflows and finds executions. Thread-safe; inject it where it is needed. What
 * it writes joins a transaction of the caller on the engine's database, if there is one.
 * From workflow code it throws a {@link ClientInWorkflowException}.
 */
public interface WorkflowClient {

	/** Begins the start of a workflow. */
	default <W, R extends @Nullable Object> WorkflowStart<W, R> workflow(Method0<W, R> method) {
		return workflow((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins the start of a workflow that returns nothing. */
	default <W> WorkflowStart<W, @Nullable Void> workflow(VoidMethod0<W> method) {
		return workflow((MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins the start of a workflow. */
	default <W, A extends @Nullable Object, R extends @Nullable Object> WorkflowStart<W, R> workflow(
			Method1<W, A, R> method, A a) {
		return workflow((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins the start of a workflow that returns nothing. */
	default <W, A extends @Nullable Object> WorkflowStart<W, @Nullable Void> workflow(VoidMethod1<W, A> method, A a) {
		return workflow((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins the start of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> WorkflowStart<W, R> workflow(
			Method2<W, A, B, R> method, A a, B b) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins the start of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object> WorkflowStart<W, @Nullable Void> workflow(
			VoidMethod2<W, A, B> method, A a, B b) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins the start of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> WorkflowStart<W, R> workflow(
			Method3<W, A, B, C, R> method, A a, B b, C c) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins the start of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> WorkflowStart<W, @Nullable Void> workflow(
			VoidMethod3<W, A, B, C> method, A a, B b, C c) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins the start of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> WorkflowStart<W, R> workflow(
			Method4<W, A, B, C, D, R> method, A a, B b, C c, D d) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Begins the start of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> WorkflowStart<W, @Nullable Void> workflow(
			VoidMethod4<W, A, B, C, D> method, A a, B b, C c, D d) {
		return workflow((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Begins the start of a workflow by its type name.
	 * @throws UnknownWorkflowTypeException if this application has no such workflow
	 */
	<R> WorkflowStart<Object, R> workflow(String workflowType, Class<R> resultType, @Nullable Object... arguments);

	/**
	 * Begins the start of a workflow by its type name.
	 * @throws UnknownWorkflowTypeException if this application has no such workflow
	 */
	<R> WorkflowStart<Object, R> workflow(String workflowType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	<W, R extends @Nullable Object> WorkflowStart<W, R> workflow(MethodReference method, @Nullable Object[] arguments);

	/**
	 * Finds the latest execution with an id, running or closed. The handle speaks to
	 * whatever has the id at the time of each call: it follows the execution when it
	 * continues as new, is tried again or is reset, and goes on to a later one.
	 * @param workflow the workflow class, for method references and for the type of the
	 * result
	 * @throws WorkflowNotFoundException if there is none
	 */
	<W> WorkflowHandle<W, @Nullable Object> handle(Class<W> workflow, String workflowId);

	/**
	 * Finds one run of an execution. The handle is pinned to it: it never speaks to
	 * another run, and its result is that of this run.
	 * @throws WorkflowNotFoundException if there is no such run with this id
	 * @throws IllegalArgumentException if the run id is not the id of a run
	 */
	<W> WorkflowHandle<W, @Nullable Object> handle(Class<W> workflow, String workflowId, String runId);

	/**
	 * Finds the latest execution with an id, running or closed, whatever its type.
	 * @throws WorkflowNotFoundException if there is none
	 */
	WorkflowHandle<Object, @Nullable Object> handle(String workflowId);

	/**
	 * Finds one run of an execution, whatever its type. The handle is pinned to it.
	 * @throws WorkflowNotFoundException if there is no such run with this id
	 * @throws IllegalArgumentException if the run id is not the id of a run
	 */
	WorkflowHandle<Object, @Nullable Object> handle(String workflowId, String runId);

	/**
	 * Finds executions by a query such as
	 * {@code WorkflowType = 'OrderWorkflow' AND Status = 'RUNNING' AND Total > 100},
	 * newest first. Its fields are search attributes, by their names, and
	 * {@code WorkflowId}, {@code RunId}, {@code WorkflowType}, {@code TaskQueue},
	 * {@code Status}, {@code StartTime}, {@code CloseTime}, {@code ExecutionDuration},
	 * {@code HistoryLength}, {@code ParentWorkflowId} and {@code ParentRunId}; its
	 * operators {@code =}, {@code !=}, {@code <}, {@code <=}, {@code >}, {@code >=},
	 * {@code [NOT] IN (…)}, {@code [NOT] BETWEEN … AND …}, {@code [NOT] STARTS_WITH},
	 * {@code IS [NOT] NULL}, {@code AND}, {@code OR}, {@code NOT} and parentheses; it may
	 * end with {@code ORDER BY StartTime} or {@code CloseTime}, {@code ASC} or
	 * {@code DESC}. Comparing what an execution does not have is false.
	 * @param query the query; an empty one finds all
	 * @return what it finds, read when asked for
	 * @throws InvalidQueryException if it is no query
	 */
	WorkflowExecutions list(String query);

	/** All executions, newest first. */
	default WorkflowExecutions list() {
		return list("");
	}

	/**
	 * How many executions a query finds.
	 * @param query a query as for {@link #list(String)}
	 * @throws InvalidQueryException if it is no query
	 */
	long count(String query);

	/**
	 * How many executions a query finds, by the value of a field.
	 * @param query a query as for {@link #list(String)}
	 * @param field {@code Status}, {@code WorkflowType} or {@code TaskQueue}
	 * @return counts by value, in alphabetical order; values without executions are left
	 * out
	 * @throws InvalidQueryException if it is no query
	 * @throws IllegalArgumentException if the field is another one
	 */
	Map<String, Long> countBy(String query, String field);

}
