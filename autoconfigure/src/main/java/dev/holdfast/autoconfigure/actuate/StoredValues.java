package dev.holdfast.autoconfigure.actuate;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Values of the application as operators see them: hidden unless they may be shown, and
 * with all their digits.
 */
final class StoredValues {

	private final JsonMapper json = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
		.build();

	/** Values by name, each as JSON text. */
	Map<String, Object> shown(Map<String, String> values, boolean showValues) {
		Map<String, Object> shown = new TreeMap<>();
		values.forEach((key, value) -> shown.put(key, shown(value, showValues)));
		return shown;
	}

	/** A value as JSON text. */
	Object shown(String text, boolean showValues) {
		if (!showValues) {
			return SanitizableData.SANITIZED_VALUE;
		}
		Object value = read(text);
		return (value != null) ? value : text;
	}

	/** JSON text as an object, or {@code null} if it is none. */
	@Nullable Object read(String text) {
		try {
			return this.json.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** Search attributes by name. */
	static Map<String, Object> attributes(Map<String, Object> attributes, boolean showValues) {
		if (showValues) {
			return attributes;
		}
		Map<String, Object> hidden = new TreeMap<>(attributes);
		hidden.replaceAll((name, value) -> SanitizableData.SANITIZED_VALUE);
		return hidden;
	}

}
