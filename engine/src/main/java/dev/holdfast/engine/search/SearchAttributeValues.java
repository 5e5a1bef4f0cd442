package dev.holdfast.engine.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.SearchAttributeType;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of search attributes: from what users give, to what they are given back. */
public final class SearchAttributeValues {

	static final int MAX_NAME = 255;

	static final int MAX_KEYWORD = 255;

	static final int MAX_LIST = 100;

	private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Mn}\\p{Nd}_.-]*");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Mn}\\p{Nd}]+");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private SearchAttributeValues() {
	}

	static void checkName(String name) {
		if (name.codePointCount(0, name.length()) > MAX_NAME) {
			throw new InvalidSearchAttributeException(name,
					"The name of a search attribute must have at most " + MAX_NAME + " characters, but has "
							+ name.codePointCount(0, name.length()) + ": " + name.substring(0, 40) + "…");
		}
		if (!NAME.matcher(name).matches()) {
			throw new InvalidSearchAttributeException(name, "The name of a search attribute must begin with a letter or"
					+ " '_' and go on with letters, digits, '_', '.' and '-', but is '" + name + "'");
		}
		if (Keyword.of(name) != null || BuiltInField.of(name) != null) {
			throw new InvalidSearchAttributeException(name,
					"A search attribute must not be named '" + name + "': in queries that means something else");
		}
	}

	/**
	 * The value that a change gives an attribute, or {@code null} if it removes it.
	 * @throws InvalidSearchAttributeException if it cannot be a value
	 */
	static @Nullable SearchAttributeValue of(SearchAttributeUpdate update) {
		String name = update.name();
		checkName(name);
		Object value = update.value();
		if (value == null || (value instanceof Collection<?> collection && collection.isEmpty())) {
			return null;
		}
		SearchAttributeType given = typeOf(name, value);
		SearchAttributeType type = (update.type() == SearchAttributeType.TEXT && given == SearchAttributeType.KEYWORD)
				? SearchAttributeType.TEXT : given;
		if (update.type() != null && update.type() != type) {
			throw new InvalidSearchAttributeException(name, "Search attribute '" + name + "' is of type "
					+ update.type() + ", but was given a value of " + value.getClass().getName());
		}
		return new SearchAttributeValue(type, JSON.writeValueAsString(stored(name, type, value)));
	}

	private static SearchAttributeType typeOf(String name, Object value) {
		if (value instanceof String) {
			return SearchAttributeType.KEYWORD;
		}
		if (value instanceof Collection<?>) {
			return SearchAttributeType.KEYWORD_LIST;
		}
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return SearchAttributeType.LONG;
		}
		if (value instanceof Double || value instanceof Float) {
			return SearchAttributeType.DOUBLE;
		}
		if (value instanceof Boolean) {
			return SearchAttributeType.BOOLEAN;
		}
		if (value instanceof Instant || value instanceof OffsetDateTime || value instanceof ZonedDateTime) {
			return SearchAttributeType.DATE_TIME;
		}
		throw new InvalidSearchAttributeException(name,
				"Search attribute '" + name + "' cannot have a value of " + value.getClass().getName()
						+ ". It can be a String, a Collection of Strings, an Integer or Long, a Float or Double,"
						+ " a Boolean, an Instant, an OffsetDateTime or a ZonedDateTime.");
	}

	private static Object stored(String name, SearchAttributeType type, Object value) {
		return switch (type) {
			case KEYWORD -> keyword(name, value);
			case KEYWORD_LIST -> keywords(name, (Collection<?>) value);
			case TEXT -> characters(name, (String) value);
			case LONG -> ((Number) value).longValue();
			case DOUBLE -> number(name, value);
			case BOOLEAN -> value;
			case DATE_TIME -> Micros.toInstant(micros(name, value)).toString();
		};
	}

	private static String keyword(String name, @Nullable Object value) {
		if (!(value instanceof String text)) {
			throw new InvalidSearchAttributeException(name,
					"Search attribute '" + name + "' can be a collection of Strings only, but this one has "
							+ ((value != null) ? "a value of " + value.getClass().getName() : "null") + " in it");
		}
		int length = text.codePointCount(0, text.length());
		if (length > MAX_KEYWORD) {
			throw new InvalidSearchAttributeException(name,
					"Search attribute '" + name + "': a keyword must have at most " + MAX_KEYWORD
							+ " characters, but this one has " + length
							+ ". Longer ones can be texts: SearchAttributeKey.text(\"" + name + "\")");
		}
		return characters(name, text);
	}

	private static List<String> keywords(String name, Collection<?> values) {
		Set<String> keywords = new LinkedHashSet<>();
		values.forEach((value) -> keywords.add(keyword(name, value)));
		if (keywords.size() > MAX_LIST) {
			throw new InvalidSearchAttributeException(name, "Search attribute '" + name + "': a list must have at most "
					+ MAX_LIST + " keywords, but this one has " + keywords.size());
		}
		return List.copyOf(keywords);
	}

	/** What a text column of every database takes. */
	private static String characters(String name, String text) {
		int invalid = invalidCharacter(text);
		if (invalid >= 0) {
			throw new InvalidSearchAttributeException(name, "Search attribute '" + name + "' must not have U+"
					+ String.format("%04X", (int) text.charAt(invalid)) + " in it, but has it at position " + invalid);
		}
		return text;
	}

	/** Where a text has NUL or half a surrogate pair, or -1. */
	static int invalidCharacter(String text) {
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			int codePoint = text.codePointAt(i);
			if (codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) {
				return i;
			}
		}
		return -1;
	}

	private static Double number(String name, Object value) {
		double number = (value instanceof Float) ? Double.parseDouble(value.toString())
				: ((Number) value).doubleValue();
		if (!Double.isFinite(number)) {
			throw new InvalidSearchAttributeException(name,
					"Search attribute '" + name + "' must be a finite number, but is " + number);
		}
		return (number == 0) ? 0.0 : number;
	}

	private static long micros(String name, Object value) {
		try {
			Instant instant = (value instanceof OffsetDateTime offset) ? offset.toInstant()
					: (value instanceof ZonedDateTime zoned) ? zoned.toInstant() : (Instant) value;
			return Micros.of(instant);
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw new InvalidSearchAttributeException(name,
					"Search attribute '" + name + "' is too far from now to be stored: " + value);
		}
	}

	/**
	 * The value as users are given it: a {@code String}, a {@code List<String>}, a
	 * {@code Long}, a {@code Double}, a {@code Boolean} or an {@code Instant}.
	 */
	public static Object toJava(SearchAttributeValue value) {
		JsonNode json = JSON.readTree(value.json());
		return switch (value.type()) {
			case KEYWORD, TEXT -> json.asString();
			case KEYWORD_LIST -> {
				List<String> keywords = new ArrayList<>();
				json.forEach((keyword) -> keywords.add(keyword.asString()));
				yield List.copyOf(keywords);
			}
			case LONG -> json.asLong();
			case DOUBLE -> json.asDouble();
			case BOOLEAN -> json.asBoolean();
			case DATE_TIME -> Instant.parse(json.asString());
		};
	}

	/** The words of a text, in lower case, each of them once. */
	public static Set<String> words(String text) {
		Set<String> words = new LinkedHashSet<>();
		Matcher word = WORD.matcher(text);
		while (word.find()) {
			words.add(word.group().toLowerCase(Locale.ROOT));
		}
		return words;
	}

}
