package dev.holdfast.test;

import java.io.StringWriter;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * JSON as text, without white space and otherwise as it was: properties keep their order
 * and numbers their digits, which a tree of nodes does not promise.
 */
final class JsonText {

	private static final JsonFactory FACTORY = new JsonFactory();

	private JsonText() {
	}

	/** Whether a text is JSON that {@link #compact} leaves as it is. */
	static boolean isCompact(String text) {
		try {
			return !text.isEmpty() && compact(text).equals(text);
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/** The text on one line. */
	static String compact(String text) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
			return (parser.nextToken() != null) ? copy(parser) : "";
		}
	}

	/** The value that begins at the current token. */
	private static String copy(JsonParser parser) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			int depth = 0;
			JsonToken token = parser.currentToken();
			while (token != null) {
				depth += copyToken(token, parser, generator);
				token = (depth > 0) ? parser.nextToken() : null;
			}
		}
		return text.toString();
	}

	private static int copyToken(JsonToken token, JsonParser parser, JsonGenerator generator) {
		switch (token) {
			case START_OBJECT -> generator.writeStartObject();
			case END_OBJECT -> generator.writeEndObject();
			case START_ARRAY -> generator.writeStartArray();
			case END_ARRAY -> generator.writeEndArray();
			case PROPERTY_NAME -> generator.writeName(parser.currentName());
			case VALUE_STRING -> generator.writeString(parser.getString());
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getString());
			case VALUE_TRUE -> generator.writeBoolean(true);
			case VALUE_FALSE -> generator.writeBoolean(false);
			case VALUE_NULL -> generator.writeNull();
			default -> throw new IllegalStateException("JSON has no " + token);
		}
		return token.isStructStart() ? 1 : (token.isStructEnd() ? -1 : 0);
	}

	/** Reads a property of any kind as the text of its value. */
	static final class Deserializer extends ValueDeserializer<String> {

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return copy(parser);
		}

		@Override
		public String getNullValue(DeserializationContext context) {
			return "null";
		}

		@Override
		public @Nullable Object getAbsentValue(DeserializationContext context) {
			return null;
		}

	}

}
