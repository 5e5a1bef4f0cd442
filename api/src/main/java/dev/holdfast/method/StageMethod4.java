package dev.holdfast.method;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with four arguments that returns a completion stage:
 * {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <A> the type of argument 1
 * @param <B> the type of argument 2
 * @param <C> the type of argument 3
 * @param <D> the type of argument 4
 * @param <R> what the stage completes with
 */
@FunctionalInterface
public interface StageMethod4<T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object>
		extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	CompletionStage<R> invoke(T target, A a, B b, C c, D d) throws Exception;

}
