package dev.holdfast.engine.definition;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What creates the instance of one execution.
 *
 * @param constructor the constructor
 * @param parameters for each parameter what is injected, or {@code null} for the next of
 * the arguments of the workflow method
 */
record WorkflowConstructor(Constructor<?> constructor, List<@Nullable InjectionPoint> parameters) {

	/** Calls the constructor and throws what it throws. */
	Object create(@Nullable Object[] arguments) throws Throwable {
		@Nullable Object[] values = new @Nullable Object[this.parameters.size()];
		int next = 0;
		for (int i = 0; i < values.length; i++) {
			InjectionPoint injected = this.parameters.get(i);
			values[i] = (injected != null) ? injected.stub() : arguments[next++];
		}
		try {
			return this.constructor.newInstance(values);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
