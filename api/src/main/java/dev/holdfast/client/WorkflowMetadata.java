package dev.holdfast.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an execution is and which messages it takes, as it says itself, for people.
 *
 * @param workflowType its type
 * @param description what the type is for, or {@code null} if it does not say
 * @param signals what handles its signals: methods by name, then what its code has
 * registered
 * @param queries what answers its queries, in the same order
 * @param updates what handles its updates, in the same order
 * @param currentDetails where it says that it is, or {@code null} if it does not
 * @see dev.holdfast.workflow.Workflows#currentDetails(String)
 */
public record WorkflowMetadata(String workflowType, @Nullable String description, List<Handler> signals,
		List<Handler> queries, List<Handler> updates, @Nullable String currentDetails) {

	public WorkflowMetadata {
		signals = List.copyOf(signals);
		queries = List.copyOf(queries);
		updates = List.copyOf(updates);
	}

	/**
	 * What handles messages of a name.
	 *
	 * @param name the name, or {@code null} for all that nothing else handles
	 * @param description what they are for, or {@code null} if it does not say
	 */
	public record Handler(@Nullable String name, @Nullable String description) {
	}

}
