package dev.holdfast.method;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link MethodReference} names: a type and one of its methods. Reading a
 * reference costs reflection once for each place in the code that holds it; afterwards it
 * is a look-up. Thread-safe.
 *
 * @param type the type before the two colons
 * @param method the method behind them, as that type declares or inherits it
 */
public record ReferencedMethod(Class<?> type, Method method) {

	private static final ClassValue<Cell> CACHE = new ClassValue<>() {

		@Override
		protected Cell computeValue(Class<?> type) {
			return new Cell();
		}

	};

	/**
	 * Reads what a reference names.
	 * @throws IllegalArgumentException if it is a lambda expression or refers to a
	 * constructor, a static method or a method of a particular object
	 */
	public static ReferencedMethod of(MethodReference reference) {
		Objects.requireNonNull(reference, "reference");
		Cell cell = CACHE.get(reference.getClass());
		ReferencedMethod known = cell.value;
		if (known == null) {
			known = read(reference);
			cell.value = known;
		}
		return known;
	}

	private static ReferencedMethod read(MethodReference reference) {
		SerializedLambda lambda = serializedForm(reference);
		if (lambda.getImplMethodName().startsWith("lambda$") || lambda.getCapturedArgCount() > 0
				|| lambda.getImplMethodName().startsWith("<")) {
			throw new IllegalArgumentException(
					"A method reference of the form SomeType::someMethod is needed, but this is"
							+ " a lambda expression, a constructor or a method of one particular object, written in "
							+ lambda.getCapturingClass().replace('/', '.')
							+ ". Use the form that takes the name instead.");
		}
		ClassLoader loader = reference.getClass().getClassLoader();
		MethodType instantiated = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader);
		MethodType implementation = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
		if (instantiated.parameterCount() != implementation.parameterCount() + 1) {
			throw new IllegalArgumentException("A method reference of the form SomeType::someMethod is needed, but "
					+ lambda.getImplClass().replace('/', '.') + "::" + lambda.getImplMethodName()
					+ " is a static method. Make it an instance method.");
		}
		Class<?> type = instantiated.parameterType(0);
		return new ReferencedMethod(type,
				findMethod(type, lambda.getImplMethodName(), implementation.parameterArray()));
	}

	private static SerializedLambda serializedForm(MethodReference reference) {
		try {
			Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
			writeReplace.setAccessible(true);
			if (writeReplace.invoke(reference) instanceof SerializedLambda lambda) {
				return lambda;
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new IllegalArgumentException("Not a method reference: " + reference.getClass().getName()
					+ ". Pass SomeType::someMethod, or use the form that takes the name.", ex);
		}
		throw new IllegalArgumentException("Not a method reference: " + reference.getClass().getName());
	}

	private static Method findMethod(Class<?> type, String name, Class<?>[] parameterTypes) {
		for (Class<?> level = type; level != null; level = level.getSuperclass()) {
			try {
				return level.getDeclaredMethod(name, parameterTypes);
			}
			catch (NoSuchMethodException ex) {
				// inherited: look one level higher
			}
		}
		try {
			return type.getMethod(name, parameterTypes);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalArgumentException(type.getName() + " has no method " + name, ex);
		}
	}

	private static final class Cell {

		private volatile @Nullable ReferencedMethod value;

	}

}
