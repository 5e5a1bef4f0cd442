package dev.holdfast.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The name of a search attribute together with its type: to set a {@link #text} and to
 * read any attribute without a cast. Immutable; meant to be a constant.
 *
 * @param <T> the type of its values
 */
public final class SearchAttributeKey<T> {

	private final String name;

	private final SearchAttributeType type;

	private SearchAttributeKey(String name, SearchAttributeType type) {
		this.name = name;
		this.type = type;
	}

	/** A string that is compared as a whole. */
	public static SearchAttributeKey<String> keyword(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.KEYWORD);
	}

	/** Several such strings, each of which finds the execution. */
	public static SearchAttributeKey<List<String>> keywordList(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.KEYWORD_LIST);
	}

	/** A text that is searched by its words. */
	public static SearchAttributeKey<String> text(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.TEXT);
	}

	/** A whole number. */
	public static SearchAttributeKey<Long> longNumber(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.LONG);
	}

	/** A floating point number. */
	public static SearchAttributeKey<Double> doubleNumber(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.DOUBLE);
	}

	/** True or false. */
	public static SearchAttributeKey<Boolean> bool(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.BOOLEAN);
	}

	/** A moment, exact to the microsecond. */
	public static SearchAttributeKey<Instant> dateTime(String name) {
		return new SearchAttributeKey<>(name, SearchAttributeType.DATE_TIME);
	}

	public String name() {
		return this.name;
	}

	public SearchAttributeType type() {
		return this.type;
	}

	/** The change that gives the attribute a value, for workflow code. */
	public SearchAttributeUpdate valueSet(T value) {
		return new SearchAttributeUpdate(this.name, this.type, value);
	}

	/** The change that removes the attribute, for workflow code. */
	public SearchAttributeUpdate valueUnset() {
		return new SearchAttributeUpdate(this.name, this.type, null);
	}

	/**
	 * Reads the attribute.
	 * @param attributes all attributes of an execution, by name
	 * @throws InvalidSearchAttributeException if it has another type
	 */
	@SuppressWarnings("unchecked")
	public Optional<T> in(Map<String, ? extends Object> attributes) {
		Object value = attributes.get(this.name);
		if (value == null) {
			return Optional.empty();
		}
		Class<?> expected = switch (this.type) {
			case KEYWORD, TEXT -> String.class;
			case KEYWORD_LIST -> List.class;
			case LONG -> Long.class;
			case DOUBLE -> Double.class;
			case BOOLEAN -> Boolean.class;
			case DATE_TIME -> Instant.class;
		};
		if (!expected.isInstance(value)) {
			throw new InvalidSearchAttributeException(this.name, "Search attribute '" + this.name + "' is read as "
					+ this.type + ", but its value is of " + value.getClass().getName() + ": " + value);
		}
		return Optional.of((T) value);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SearchAttributeKey<?> key && key.name.equals(this.name) && key.type == this.type;
	}

	@Override
	public int hashCode() {
		return this.name.hashCode() * 31 + this.type.hashCode();
	}

	@Override
	public String toString() {
		return this.name + " (" + this.type + ")";
	}

}
