package dev.holdfast.engine.definition;

import java.util.Map;
import java.util.Set;

/**
 * The methods of a workflow that messages call, each by its name.
 *
 * @param signals its signal handlers
 * @param queries its query handlers
 * @param updates its updates
 * @param serial whether handlers run one after the other
 * @param silent the methods that may be left unfinished without a word
 */
public record MessageMethods(Map<String, HandlerDefinition> signals, Map<String, HandlerDefinition> queries,
		Map<String, UpdateDefinition> updates, boolean serial, Set<HandlerDefinition> silent) {

	private static final String RESERVED = "__";

	/** Whether a name of a message is kept for what the engine itself handles. */
	public static boolean isReserved(String name) {
		return name.startsWith(RESERVED);
	}

}
