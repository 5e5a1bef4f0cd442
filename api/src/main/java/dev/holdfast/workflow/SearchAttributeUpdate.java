package dev.holdfast.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A change of one search attribute.
 *
 * @param name its name
 * @param type its type, or {@code null} if that follows from the value
 * @param value its value, or {@code null} to remove it
 * @see SearchAttributeKey#valueSet
 * @see SearchAttributeKey#valueUnset
 */
public record SearchAttributeUpdate(String name, @Nullable SearchAttributeType type, @Nullable Object value) {

	/** A change whose type follows from the value. */
	public static SearchAttributeUpdate of(String name, @Nullable Object value) {
		return new SearchAttributeUpdate(name, null, value);
	}

}
