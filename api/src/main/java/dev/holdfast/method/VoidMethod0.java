package dev.holdfast.method;

/**
 * Names a method with no arguments that returns nothing: {@code SomeType::someMethod}.
 *
 * @param <T> the type that has the method
 */
@FunctionalInterface
public interface VoidMethod0<T> extends MethodReference {

	/**
	 * Never called by Holdfast: the reference is read, not invoked.
	 * @throws Exception whatever the method throws
	 */
	void invoke(T target) throws Exception;

}
