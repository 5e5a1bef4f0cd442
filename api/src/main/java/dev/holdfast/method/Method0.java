package dev.holdfast.method;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with no arguments that returns a value: {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <R> the type that the method returns
 */
@FunctionalInterface
public interface Method0<T, R extends @Nullable Object> extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	R invoke(T target) throws Exception;

}
