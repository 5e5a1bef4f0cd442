package dev.holdfast.engine.payload;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Writes arguments and results as JSON bytes and reads them as their declared types. The
 * mapper is the engine's own: what is stored must not change its meaning when an
 * application changes its JSON settings. Types are never taken from stored data.
 * Thread-safe.
 */
public final class PayloadMapper {

	/** The JSON of {@code null}. */
	public static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private static final int MAX_PATH = 200;

	private static final Object[] NO_ARGUMENTS = {};

	private static final byte[] EMPTY_ARRAY = { '[', ']' };

	private final JsonMapper mapper;

	private final long maxSize;

	/**
	 * Creates a mapper.
	 * @param maxSize the largest payload, in bytes
	 */
	public PayloadMapper(long maxSize) {
		this.maxSize = maxSize;
		this.mapper = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder()
					.maxNumberLength(Integer.MAX_VALUE)
					.maxNameLength(Integer.MAX_VALUE)
					.maxStringLength(Integer.MAX_VALUE)
					.build())
				.build())
			.findAndAddModules()
			.addModule(new NoData())
			.addModule(new SetsInOrder())
			.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
			.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.build();
	}

	/** The largest payload, in bytes. */
	public long maxSize() {
		return this.maxSize;
	}

	/** The mapper for the engine's own records. */
	public JsonMapper json() {
		return this.mapper;
	}

	/**
	 * Writes one value.
	 * @param where what the value is, for messages
	 */
	public byte[] write(@Nullable Object value, String where) {
		if (value == null) {
			return NULL;
		}
		return checked(value, where);
	}

	/** Whether a method with these parameters takes so many arguments. */
	public static boolean fit(Type[] parameterTypes, int arguments) {
		return parameterTypes.length == arguments || AllArguments.areTakenBy(parameterTypes);
	}

	/** Writes arguments as a JSON array. */
	public byte[] writeArguments(@Nullable Object[] arguments, String where) {
		return (arguments.length == 0) ? EMPTY_ARRAY : checked(arguments, where);
	}

	/**
	 * Requires that arguments could be read as the declared types, for calls that the
	 * compiler has not checked.
	 * @throws PayloadException if one could not
	 */
	public void requireReadable(@Nullable Object[] arguments, Type[] types, String signature, String where) {
		if (AllArguments.areTakenBy(types)) {
			return;
		}
		for (int i = 0; i < types.length; i++) {
			Class<?> declared = ClassUtils.resolvePrimitiveIfNecessary(javaType(types[i]).getRawClass());
			Object argument = arguments[i];
			if (argument == null || !declared.isInstance(argument)) {
				String what = where + ", argument " + (i + 1) + " of " + signature + ",";
				read(write(argument, what), types[i], what);
			}
		}
	}

	private byte[] checked(Object value, String where) {
		BoundedBytes json = new BoundedBytes(this.maxSize);
		try {
			this.mapper.writeValue(json, value);
		}
		catch (StackOverflowError ex) {
			throw new PayloadException(
					where + " cannot be written as JSON: it refers to itself, or is nested too deeply.", ex);
		}
		catch (RuntimeException ex) {
			if (!json.isHopeless()) {
				throw new PayloadException(where + " cannot be written as JSON: " + brief(ex)
						+ ". Pass values that are data: records, strings, numbers, collections.", ex);
			}
		}
		if (json.isTooLarge()) {
			throw new PayloadTooLargeException(where, json.size(), this.maxSize);
		}
		return json.toByteArray();
	}

	/** Reads one value. */
	public @Nullable Object read(byte[] json, Type type, String where) {
		if (type == void.class || type == Void.class || isNull(json)) {
			if (type instanceof Class<?> primitive && primitive.isPrimitive() && primitive != void.class) {
				throw new PayloadException(where + " is null, but " + type + " is declared.", null);
			}
			return null;
		}
		try {
			return this.mapper.readValue(json, javaType(type));
		}
		catch (JacksonException ex) {
			throw unreadable(where, type, ex);
		}
	}

	/**
	 * Reads arguments from a JSON array; further elements are ignored, missing ones are
	 * {@code null}. A single parameter of type {@link dev.holdfast.payload.Arguments} is
	 * given all of them.
	 */
	public @Nullable Object[] readArguments(byte[] json, Type[] types, String where) {
		if (AllArguments.areTakenBy(types)) {
			return new Object[] { new AllArguments(this, json, where) };
		}
		if (types.length == 0) {
			return NO_ARGUMENTS;
		}
		@Nullable Object[] arguments = new Object[types.length];
		try (JsonParser parser = this.mapper.createParser(json)) {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw new PayloadException(where + ": a JSON array of arguments was expected.", null);
			}
			for (int i = 0; i < types.length; i++) {
				JsonToken token = parser.nextToken();
				if (token == null || token == JsonToken.END_ARRAY) {
					requireNullable(types, i, where);
					break;
				}
				arguments[i] = readArgument(parser, token, types[i], i, where);
			}
		}
		catch (JacksonException ex) {
			throw new PayloadException(where + " cannot be read: " + brief(ex), ex);
		}
		return arguments;
	}

	/** How many arguments a JSON array has. */
	public int countArguments(byte[] json, String where) {
		try (JsonParser parser = this.mapper.createParser(json)) {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw new PayloadException(where + ": a JSON array of arguments was expected.", null);
			}
			int count = 0;
			for (JsonToken token = parser.nextToken(); token != null
					&& token != JsonToken.END_ARRAY; token = parser.nextToken()) {
				parser.skipChildren();
				count++;
			}
			return count;
		}
		catch (JacksonException ex) {
			throw new PayloadException(where + " cannot be read: " + brief(ex), ex);
		}
	}

	private @Nullable Object readArgument(JsonParser parser, JsonToken token, Type type, int index, String where) {
		if (token == JsonToken.VALUE_NULL) {
			requireNullable(new Type[] { type }, 0, where + ", argument " + (index + 1));
			return null;
		}
		try {
			return this.mapper.readerFor(javaType(type))
				.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
				.readValue(parser);
		}
		catch (JacksonException ex) {
			throw unreadable(where + ", argument " + (index + 1), type, ex);
		}
	}

	private void requireNullable(Type[] types, int from, String where) {
		for (int i = from; i < types.length; i++) {
			if (types[i] instanceof Class<?> type && type.isPrimitive()) {
				throw new PayloadException(where + ": null or nothing was given for a parameter of type " + type + ".",
						null);
			}
		}
	}

	private PayloadException unreadable(String where, Type type, JacksonException ex) {
		return new PayloadException(where + " cannot be read as " + type.getTypeName() + ": " + brief(ex), ex);
	}

	private JavaType javaType(Type type) {
		return this.mapper.getTypeFactory().constructType(type);
	}

	private static boolean isNull(byte[] json) {
		return json.length == 4 && json[0] == 'n' && json[1] == 'u';
	}

	/** What is wrong and where; a value that refers to itself has a very long path. */
	private static String brief(RuntimeException ex) {
		if (!(ex instanceof JacksonException problem)) {
			return String.valueOf(ex.getMessage());
		}
		String message = (problem instanceof StreamConstraintsException)
				? "It refers to itself, or is nested too deeply. " + problem.getOriginalMessage()
				: problem.getOriginalMessage();
		String path = problem.getPathReference();
		String shown = (path != null && path.length() > MAX_PATH) ? path.substring(0, MAX_PATH) + "…" : path;
		return ((message != null) ? message : ex.getClass().getSimpleName())
				+ ((shown != null && !shown.isEmpty()) ? " (at " + shown + ")" : "");
	}

	/** JSON bytes as text. */
	public static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
