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
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** The part of {@link Workflows} that calls local activities. */
abstract sealed class LocalActivityCalls extends ActivityCalls permits ExecutionCalls {

	/** Begins a call of a local activity, with options of its own. */
	public static <T, R extends @Nullable Object> LocalActivityCall<R> localActivity(Method0<T, R> method) {
		return runtime().localActivity(method);
	}

	/**
	 * Begins a call of a local activity that returns nothing, with options of its own.
	 */
	public static <T> LocalActivityCall<@Nullable Void> localActivity(VoidMethod0<T> method) {
		return runtime().localActivity(method);
	}

	/** Begins a call of a local activity, with options of its own. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			Method1<T, A, R> method, A a) {
		return runtime().localActivity(method, a);
	}

	/**
	 * Begins a call of a local activity that returns nothing, with options of its own.
	 */
	public static <T, A extends @Nullable Object> LocalActivityCall<@Nullable Void> localActivity(
			VoidMethod1<T, A> method, A a) {
		return runtime().localActivity(method, a);
	}

	/** Begins a call of a local activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().localActivity(method, a, b);
	}

	/**
	 * Begins a call of a local activity that returns nothing, with options of its own.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> LocalActivityCall<@Nullable Void> localActivity(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().localActivity(method, a, b);
	}

	/** Begins a call of a local activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().localActivity(method, a, b, c);
	}

	/**
	 * Begins a call of a local activity that returns nothing, with options of its own.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> LocalActivityCall<@Nullable Void> localActivity(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().localActivity(method, a, b, c);
	}

	/** Begins a call of a local activity, with options of its own. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().localActivity(method, a, b, c, d);
	}

	/**
	 * Begins a call of a local activity that returns nothing, with options of its own.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> LocalActivityCall<@Nullable Void> localActivity(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().localActivity(method, a, b, c, d);
	}

	/**
	 * Begins a call of a local activity by its type, for instance
	 * {@code Greetings.greet}.
	 */
	public static <R> LocalActivityCall<R> localActivity(String activityType, Class<R> resultType,
			@Nullable Object... arguments) {
		return runtime().localActivity(activityType, (Type) resultType, arguments);
	}

	/**
	 * Begins a call of a local activity that returns a completion stage, with options of
	 * its own: its result is what the stage completes with.
	 */
	public static <T, R extends @Nullable Object> LocalActivityCall<R> localActivity(StageMethod0<T, R> method) {
		return runtime().localActivity(method);
	}

	/**
	 * Begins a call of a local activity that returns a completion stage, with options of
	 * its own: its result is what the stage completes with.
	 */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			StageMethod1<T, A, R> method, A a) {
		return runtime().localActivity(method, a);
	}

	/**
	 * Begins a call of a local activity that returns a completion stage, with options of
	 * its own: its result is what the stage completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			StageMethod2<T, A, B, R> method, A a, B b) {
		return runtime().localActivity(method, a, b);
	}

	/**
	 * Begins a call of a local activity that returns a completion stage, with options of
	 * its own: its result is what the stage completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			StageMethod3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().localActivity(method, a, b, c);
	}

	/**
	 * Begins a call of a local activity that returns a completion stage, with options of
	 * its own: its result is what the stage completes with.
	 */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> LocalActivityCall<R> localActivity(
			StageMethod4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().localActivity(method, a, b, c, d);
	}

	/** Begins a call of a local activity by its type. */
	public static <R> LocalActivityCall<R> localActivity(String activityType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments) {
		return runtime().localActivity(activityType, resultType.getType(), arguments);
	}

}
