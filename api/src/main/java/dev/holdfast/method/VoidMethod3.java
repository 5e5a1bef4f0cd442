package dev.holdfast.method;

import org.jspecify.annotations.Nullable;

/**
 * Names a method with three arguments that returns nothing: {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 * @param <A> the type of argument 1
 * @param <B> the type of argument 2
 * @param <C> the type of argument 3
 */
@FunctionalInterface
public interface VoidMethod3<T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
		extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	void invoke(T target, A a, B b, C c) throws Exception;

}
