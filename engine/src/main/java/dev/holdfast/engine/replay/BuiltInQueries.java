package dev.holdfast.engine.replay;

import java.util.List;

import dev.holdfast.client.WorkflowQueryException;
import org.jspecify.annotations.Nullable;

/**
 * Queries that every run answers. The engine itself does: no code of the application and
 * no interceptor of it runs.
 */
public final class BuiltInQueries {

	/** What the code says about where it is. */
	public static final String CURRENT_DETAILS = "__details";

	/** What the run is and which messages it takes. */
	public static final String METADATA = "__metadata";

	/** Where its coroutines wait. */
	public static final String STACK_TRACE = "__stack_trace";

	private static final List<String> ALL = List.of(CURRENT_DETAILS, METADATA, STACK_TRACE);

	private BuiltInQueries() {
	}

	static @Nullable Object answer(String name, MessageHandlers messages) {
		return switch (name) {
			case CURRENT_DETAILS -> messages.context().currentDetails();
			case METADATA -> messages.metadata();
			case STACK_TRACE -> messages.stackTrace();
			default -> throw new WorkflowQueryException("There is no query '" + name
					+ "'. Names that begin with two underscores are kept for the engine, which answers " + ALL + ".",
					null);
		};
	}

}
