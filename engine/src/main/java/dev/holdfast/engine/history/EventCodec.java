package dev.holdfast.engine.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;

import dev.holdfast.engine.payload.PayloadCodecs;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadContext.Place;
import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored form of events and of what else holds data of users. An event in clear is
 * its attributes as one line of JSON, and, if it carries data, a line break and the data
 * as it was given: compact JSON has no line breaks of its own, so nothing is escaped or
 * copied twice. What is stored has passed the payload codecs of the application, which
 * are told where it is stored. Thread-safe.
 */
public final class EventCodec {

	private static final byte SEPARATOR = '\n';

	/** Not part of any attributes. */
	private static final String BUILD = "build";

	/** The length of an object without members. */
	private static final int EMPTY = 2;

	private final JsonMapper mapper;

	private final PayloadCodecs codecs;

	/** Creates a codec that stores everything in clear. */
	public EventCodec(JsonMapper mapper) {
		this(mapper, PayloadCodecs.NONE);
	}

	public EventCodec(JsonMapper mapper, PayloadCodecs codecs) {
		this.mapper = mapper;
		this.codecs = codecs;
	}

	/**
	 * Whether what is stored is kept from those who can read the database, so that
	 * nothing of it may be written elsewhere in clear.
	 */
	public boolean isConfidential() {
		return this.codecs.isConfidential();
	}

	/** One line about a failure that may be stored in clear. */
	public String clearSummary(FailureRecord failure) {
		return isConfidential() ? failure.summaryOfTypes() : failure.summary();
	}

	// What is stored

	/** The stored bytes of an event. */
	public byte[] encodeEvent(UUID runId, long eventId, EventAttributes attributes, byte @Nullable [] data) {
		return encode(toPlain(attributes, data), runId, Place.EVENT, eventId);
	}

	/**
	 * The stored bytes of an event, which say which build of the application recorded it.
	 */
	public byte[] encodeEvent(UUID runId, long eventId, EventAttributes attributes, byte @Nullable [] data,
			String build) {
		byte[] head = this.mapper.writeValueAsBytes(attributes);
		byte[] more = ((head.length > EMPTY ? "," : "") + '"' + BUILD + "\":" + this.mapper.writeValueAsString(build)
				+ '}')
			.getBytes(StandardCharsets.UTF_8);
		byte[] extended = Arrays.copyOf(head, head.length - 1 + more.length);
		System.arraycopy(more, 0, extended, head.length - 1, more.length);
		return encode(join(extended, data), runId, Place.EVENT, eventId);
	}

	/** The build that recorded an event in clear, or {@code null} if it does not say. */
	public @Nullable String build(byte[] plain) {
		JsonNode build = this.mapper.readTree(attributesText(plain)).path(BUILD);
		return build.isString() ? build.asString() : null;
	}

	/**
	 * The event that stored bytes stand for.
	 * @throws UnreadableHistoryException if this version, or this application, cannot
	 * read it
	 */
	public HistoryEvent decodeEvent(UUID runId, long id, long task, String typeName, long time, byte[] stored) {
		return fromPlain(id, task, typeName, time, plainEvent(runId, id, typeName, stored));
	}

	/**
	 * The stored bytes of an event in clear.
	 * @throws UnreadableHistoryException if this application cannot decode them
	 */
	public byte[] plainEvent(UUID runId, long id, String typeName, byte[] stored) {
		return decode(stored, runId, Place.EVENT, id, () -> "Event " + id + " (" + typeName + ")");
	}

	/** The stored bytes of a message that becomes an event. */
	public byte[] encodeMessage(UUID runId, String key, EventAttributes attributes, byte @Nullable [] data) {
		return encode(toPlain(attributes, data), runId, Place.MESSAGE, key);
	}

	/**
	 * The event that a message becomes, without a number.
	 * @throws UnreadableHistoryException if this version, or this application, cannot
	 * read it
	 */
	public HistoryEvent decodeMessage(UUID runId, String key, String typeName, long time, byte[] stored) {
		return fromPlain(0, 0, typeName, time,
				decode(stored, runId, Place.MESSAGE, key, () -> "Message '" + key + "' (" + typeName + ")"));
	}

	/** The stored bytes of the outcome of a request that leaves no event. */
	public byte[] encodeOutcome(UUID runId, String key, EventAttributes attributes) {
		return encode(toPlain(attributes, null), runId, Place.REQUEST, key);
	}

	/**
	 * The outcome of a request that left no event, as the event that there would be.
	 * @throws UnreadableHistoryException if this version, or this application, cannot
	 * read it
	 */
	public HistoryEvent decodeOutcome(UUID runId, String key, EventType type, byte[] stored) {
		return fromPlain(0, 0, type.storedName(), 0,
				decode(stored, runId, Place.REQUEST, key, () -> "The outcome of request '" + key + "'"));
	}

	/** The stored bytes of the details of a heartbeat. */
	public byte @Nullable [] encodeHeartbeat(UUID runId, long activityId, byte @Nullable [] details) {
		return (details != null) ? encode(details, runId, Place.HEARTBEAT, activityId) : null;
	}

	/**
	 * The details of a heartbeat.
	 * @throws UnreadableHistoryException if this application cannot decode them
	 */
	public byte @Nullable [] decodeHeartbeat(UUID runId, long activityId, byte @Nullable [] stored) {
		return (stored != null) ? decode(stored, runId, Place.HEARTBEAT, activityId,
				() -> "The last heartbeat of activity " + activityId) : null;
	}

	/** The stored bytes of the last failure of an activity. */
	public byte @Nullable [] encodeFailure(UUID runId, long activityId, @Nullable FailureRecord failure) {
		return (failure != null) ? encode(this.mapper.writeValueAsBytes(failure), runId, Place.FAILURE, activityId)
				: null;
	}

	/**
	 * The last failure of an activity.
	 * @throws UnreadableHistoryException if this version, or this application, cannot
	 * read it
	 */
	public @Nullable FailureRecord decodeFailure(UUID runId, long activityId, byte @Nullable [] stored) {
		if (stored == null) {
			return null;
		}
		String what = "The last failure of activity " + activityId;
		try {
			return this.mapper.readValue(decode(stored, runId, Place.FAILURE, activityId, () -> what),
					FailureRecord.class);
		}
		catch (JacksonException ex) {
			throw new UnreadableHistoryException(what + " cannot be read: " + ex.getOriginalMessage(), ex);
		}
	}

	/** The stored bytes of a part of a schedule. */
	public byte[] encodeSchedule(String scheduleId, String part, byte[] plain) {
		return encode(plain, scheduleId, Place.SCHEDULE, part);
	}

	/**
	 * A part of a schedule in clear.
	 * @throws UnreadableHistoryException if this application cannot decode it
	 */
	public byte[] decodeSchedule(String scheduleId, String part, byte[] stored) {
		return decode(stored, scheduleId, Place.SCHEDULE, part,
				() -> "The " + part + " of schedule '" + scheduleId + "'");
	}

	private byte[] encode(byte[] plain, Object owner, Place place, Object position) {
		return this.codecs.isEmpty() ? plain : this.codecs.encode(plain, context(owner, place, position));
	}

	private byte[] decode(byte[] stored, Object owner, Place place, Object position, Supplier<String> what) {
		if (!PayloadCodecs.isEncoded(stored)) {
			return stored;
		}
		try {
			return this.codecs.decode(stored, context(owner, place, position));
		}
		catch (PayloadException ex) {
			throw new UnreadableHistoryException(what.get() + " cannot be read. " + ex.getMessage(), ex);
		}
	}

	private static PayloadContext context(Object owner, Place place, Object position) {
		return new PayloadContext(owner.toString(), place, position.toString());
	}

	// In clear

	/** Attributes and data as bytes in clear. */
	public byte[] toPlain(EventAttributes attributes, byte @Nullable [] data) {
		return join(this.mapper.writeValueAsBytes(attributes), data);
	}

	private static byte[] join(byte[] head, byte @Nullable [] data) {
		if (data == null) {
			return head;
		}
		byte[] bytes = Arrays.copyOf(head, head.length + 1 + data.length);
		bytes[head.length] = SEPARATOR;
		System.arraycopy(data, 0, bytes, head.length + 1, data.length);
		return bytes;
	}

	/**
	 * The event that bytes in clear stand for.
	 * @throws UnreadableHistoryException if this version cannot read it
	 */
	public HistoryEvent fromPlain(long id, long task, String typeName, long time, byte[] bytes) {
		EventType type = EventType.ofStoredName(typeName);
		if (type == null) {
			throw new NewerHistoryException("Event " + id + " has the type '" + typeName
					+ "', which this version does not know. Was it written by a newer one?");
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

	/** The attributes of an event in clear, as JSON text. */
	public static String attributesText(byte[] bytes) {
		return new String(bytes, 0, separator(bytes), StandardCharsets.UTF_8);
	}

	/** The data of an event in clear, as JSON text, or {@code null} if it has none. */
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
