package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
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
	 * A message that becomes an event with these attributes, last in the order of
	 * messages.
	 */
	public static StoredMessage of(UUID runId, String key, MessageOrder order, EventCodec codec,
			EventAttributes attributes, byte @Nullable [] data) {
		return new StoredMessage(runId, key, order.next(), attributes.type().storedName(),
				codec.encodeMessage(runId, key, attributes, data));
	}

	/** The same message to another run. */
	StoredMessage to(UUID receiver) {
		return new StoredMessage(receiver, this.key, this.sentAt, this.eventType, this.payload);
	}

}
