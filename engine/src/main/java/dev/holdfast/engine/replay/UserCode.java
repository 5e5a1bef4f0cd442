package dev.holdfast.engine.replay;

import java.util.Objects;

import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/** Calls the methods of a workflow object. */
final class UserCode {

	private UserCode() {
	}

	/** A checked exception on its way through code that cannot declare it. */
	private static final class CheckedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CheckedException(Throwable original) {
			super(original);
		}

	}

	/** Calls a method; a checked exception is wrapped, see {@link #original}. */
	static @Nullable Object invoke(HandlerDefinition method, Object workflow, @Nullable Object[] arguments) {
		try {
			return method.invoke(workflow, arguments);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new CheckedException(ex);
		}
	}

	/** Makes a workflow object; a checked exception is wrapped. */
	static Object create(WorkflowDefinition definition, @Nullable Object[] arguments) {
		try {
			return definition.newInstance(arguments);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new CheckedException(ex);
		}
	}

	/** What user code threw. */
	static Throwable original(Throwable thrown) {
		return (thrown instanceof CheckedException) ? Objects.requireNonNull(thrown.getCause()) : thrown;
	}

}
