package dev.holdfast.engine.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to each type of event. Times and durations are microseconds. What a
 * run begins is known within it by the number of the event that began it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface EventAttributes
		permits RunAttributes, ActivityAttributes, ChildAttributes, MessageAttributes, ValueAttributes {

	/** The type of the event that carries these attributes. */
	@JsonIgnore
	EventType type();

	/** The event that began what this says the outcome of, or {@code null}. */
	@JsonIgnore
	default @Nullable Long outcomeOf() {
		return null;
	}

	/**
	 * What a command is about: compared on replay, and shown when history and code do not
	 * match.
	 */
	@JsonIgnore
	default String identity() {
		return type().storedName();
	}

}
