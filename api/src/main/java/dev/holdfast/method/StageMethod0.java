package dev.holdfast.method;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with no arguments that returns a completion stage:
 * {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <R> what the stage completes with
 */
@FunctionalInterface
public interface StageMethod0<T, R extends @Nullable Object> extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	CompletionStage<R> invoke(T target) throws Exception;

}
