package dev.holdfast.engine.definition;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A method of a workflow: the workflow method itself, a signal handler or a query
 * handler.
 *
 * @param name its name in the database and for clients
 * @param description what it is for, for people, or {@code null} if it does not say
 * @param method the method
 * @param parameterTypes its parameters, generics resolved
 * @param resultType its result, generics resolved
 */
public record HandlerDefinition(String name, @Nullable String description, Method method, Type[] parameterTypes,
		Type resultType) {

	/** Invokes the method and throws what it throws. */
	public @Nullable Object invoke(Object workflow, @Nullable Object[] arguments) throws Throwable {
		try {
			return this.method.invoke(workflow, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
