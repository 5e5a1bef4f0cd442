package dev.holdfast.method;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with two arguments that returns nothing: {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <A> the type of argument 1
 * @param <B> the type of argument 2
 */
@FunctionalInterface
public interface VoidMethod2<T, A extends @Nullable Object, B extends @Nullable Object> extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	void invoke(T target, A a, B b) throws Exception;

}
