package dev.holdfast.method;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with one argument that returns a completion stage:
 * {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <A> the type of argument 1
 * @param <R> what the stage completes with
 */
@FunctionalInterface
public interface StageMethod1<T, A extends @Nullable Object, R extends @Nullable Object> extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	CompletionStage<R> invoke(T target, A a) throws Exception;

}
