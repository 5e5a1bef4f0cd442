package dev.holdfast.workflow;

import java.lang.reflect.Type;

import dev.holdfast.method.Method0;
import dev.holdfast.method.Method1;
import dev.holdfast.method.Method2;
import dev.holdfast.method.Method3;
import dev.holdfast.method.Method4;
import dev.holdfast.method.StageMethod0;
import dev.holdfast.method.StageMethod1;
import dev.holdfast.method.StageMethod2;
import dev.holdfast.method.StageMethod3;
import dev.holdfast.method.StageMethod4;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** The part of {@link Workflows} that calls activities. */
abstract sealed class ActivityCalls permits LocalActivityCalls {

	/** Begins a call of an activity, with options of its own. */
	public static <T, R extends @Nullable Object> ActivityCall<R> activity(Method0<T, R> method) {
		return runtime().activity(method);
	}

	/**
	 * Begins a call of an activity that returns a stage: the result is what that
	 * completes with.
	 */
	public static <T, R extends @Nullable Object> ActivityCall<R> activity(StageMethod0<T, R> method) {
		return runtime().activity(method);
	}

	/** Begins a call of an activity that returns nothing, with options of its own. */
	public static <T> ActivityCall<@Nullable Void> activity(VoidMethod0<T> method) {
		return runtime().activity(method);
	}

	/** Begins a call of an activity, with options of its own. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			Method1<T, A, R> method, A a) {
		return runtime().activity(method, a);
	}

	/**
	 * Begins a call of an activity that returns a stage: the result is what that
	 * completes with.
	 */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			StageMethod1<T, A, R> method, A a) {
		return runtime().activity(method, a);
	}

	/** Begins a call of an activity that returns nothing, with options of its own. */
	public static <T, A extends @Nullable Object> ActivityCall<@Nullable Void> activity(VoidMethod1<T, A> method, A a) {
		return runtime().activity(method, a);
	}

	/** Begins a call of an activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().activity(method, a, b);
	}

	/**
	 * Begins a call of an activity that returns a stage: the result is what that
	 * completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			StageMethod2<T, A, B, R> method, A a, B b) {
		return runtime().activity(method, a, b);
	}

	/** Begins a call of an activity that returns nothing, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> ActivityCall<@Nullable Void> activity(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().activity(method, a, b);
	}

	/** Begins a call of an activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().activity(method, a, b, c);
	}

	/**
	 * Begins a call of an activity that returns a stage: the result is what that
	 * completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			StageMethod3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().activity(method, a, b, c);
	}

	/** Begins a call of an activity that returns nothing, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ActivityCall<@Nullable Void> activity(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().activity(method, a, b, c);
	}

	/** Begins a call of an activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().activity(method, a, b, c, d);
	}

	/**
	 * Begins a call of an activity that returns a stage: the result is what that
	 * completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ActivityCall<R> activity(
			StageMethod4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().activity(method, a, b, c, d);
	}

	/** Begins a call of an activity that returns nothing, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ActivityCall<@Nullable Void> activity(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().activity(method, a, b, c, d);
	}

	/** Begins a call of an activity by its type, for instance {@code Greetings.greet}. */
	public static <R> ActivityCall<R> activity(String activityType, Class<R> resultType,
			@Nullable Object... arguments) {
		return runtime().activity(activityType, (Type) resultType, arguments);
	}

	/** Begins a call of an activity by its type. */
	public static <R> ActivityCall<R> activity(String activityType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments) {
		return runtime().activity(activityType, resultType.getType(), arguments);
	}

	static WorkflowRuntime runtime() {
		WorkflowRuntime runtime = CurrentWorkflow.get();
		if (runtime == null) {
			throw new IllegalStateException("Workflows.* works only in workflow code, on the thread that the engine"
					+ " executes it on. In an activity use Activities.*; elsewhere use WorkflowClient.");
		}
		return runtime;
	}

}
