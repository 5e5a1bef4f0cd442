package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import org.jspecify.annotations.Nullable;

/**
 * A message to a run.
 *
 * @param runId the run that receives it
 * @param key what makes it unique within the run
 * @param sentAt its place in the order of messages
 * @param eventType the stored name of the event that it becomes
 * @param payload the payload of that event
 */
public record StoredMessage(UUID runId, String key, long sentAt, String eventType, byte[] payload) {

	/**
	 * The key of a message about something that its receiver began.
	 * @param what what it is
	 * @param event the event that began it
	 */
	public static String key(String what, long event) {
		return what + ":" + event;
	}

	/**
	 * The event of the receiver that the message is about, as its key has it; or
	 * {@link Long#MAX_VALUE}.
	 */
	long about() {
		String number = this.key.substring(this.key.lastIndexOf(':') + 1);
		return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : Long.MAX_VALUE;
	}

	/** Whether it ends the run that receives it. */
	boolean terminates() {
		return this.eventType.equals(EventType.WORKFLOW_TERMINATED.storedName());
	}

	/** The same message to another run: its payload is bound to the run and the key. */
	StoredMessage to(UUID otherRunId, EventCodec codec) {
		return new StoredMessage(otherRunId, this.key, this.sentAt, this.eventType, rebound(otherRunId, codec));
	}

	/** The same message, with another place in the order of messages. */
	StoredMessage at(long place) {
		return new StoredMessage(this.runId, this.key, place, this.eventType, this.payload);
	}

	private byte[] rebound(UUID otherRunId, EventCodec codec) {
		try {
			HistoryEvent event = codec.decodeMessage(this.runId, this.key, this.eventType, this.sentAt, this.payload);
			return codec.encodeMessage(otherRunId, this.key, event.attributes(), event.data());
		}
		catch (UnreadableHistoryException ex) {
			return this.payload; // the run that receives it says that it cannot be read
		}
	}

	/**
	 * A message that becomes an event with these attributes, last in the order of
	 * messages.
	 */
	public static StoredMessage of(UUID runId, String key, MessageOrder order, EventCodec codec,
			EventAttributes attributes, byte @Nullable [] data) {
		return new StoredMessage(runId, key, order.next(), attributes.type().storedName(),
				codec.encodeMessage(runId, key, attributes, data));
	}

}
