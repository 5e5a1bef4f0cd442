package dev.holdfast.engine.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored form of an event: its attributes as one line of JSON, and, if it carries
 * data, a line break and the data as it was given. Compact JSON has no line breaks of its
 * own, so nothing is escaped or copied twice. Thread-safe.
 */
public final class EventCodec {

	private static final byte SEPARATOR = '\n';

	private final JsonMapper mapper;

	public EventCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/** Attributes and data as bytes. */
	public byte[] encode(EventAttributes attributes, byte @Nullable [] data) {
		byte[] head = this.mapper.writeValueAsBytes(attributes);
		if (data == null) {
			return head;
		}
		byte[] bytes = Arrays.copyOf(head, head.length + 1 + data.length);
		bytes[head.length] = SEPARATOR;
		System.arraycopy(data, 0, bytes, head.length + 1, data.length);
		return bytes;
	}

	/**
	 * The event that bytes stand for.
	 * @throws UnreadableHistoryException if this version cannot read it
	 */
	public HistoryEvent decode(long id, long task, String typeName, long time, byte[] bytes) {
		EventType type = EventType.ofStoredName(typeName);
		if (type == null) {
			throw new UnreadableHistoryException("Event " + id + " has the type '" + typeName
					+ "', which this version does not know. Was it written by a newer one?", null);
		}
		int separator = separator(bytes);
		try {
			EventAttributes attributes = this.mapper.readValue(bytes, 0, separator, type.attributes());
			if (attributes.type() != type) {
				throw new UnreadableHistoryException(
						"Event " + id + " is stored as " + typeName + ", but says that it is " + attributes.type(),
						null);
			}
			byte[] data = (separator < bytes.length) ? Arrays.copyOfRange(bytes, separator + 1, bytes.length) : null;
			return new HistoryEvent(id, task, time, attributes, data);
		}
		catch (JacksonException ex) {
			throw new UnreadableHistoryException(
					"Event " + id + " (" + typeName + ") cannot be read: " + ex.getOriginalMessage(), ex);
		}
	}

	/** The attributes of a stored event, as JSON text. */
	public static String attributesText(byte[] bytes) {
		return new String(bytes, 0, separator(bytes), StandardCharsets.UTF_8);
	}

	/** The data of a stored event, as JSON text, or {@code null} if it has none. */
	public static @Nullable String dataText(byte[] bytes) {
		int separator = separator(bytes);
		return (separator < bytes.length)
				? new String(bytes, separator + 1, bytes.length - separator - 1, StandardCharsets.UTF_8) : null;
	}

	private static int separator(byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == SEPARATOR) {
				return i;
			}
		}
		return bytes.length;
	}

}
