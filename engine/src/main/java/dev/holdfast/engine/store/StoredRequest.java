package dev.holdfast.engine.store;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message that is known by an id.
 *
 * @param key the key of the message
 * @param name the name of the update or signal
 * @param stage how far it has come
 * @param eventId the event that says so, or {@code null} if there is none
 * @param outcome when rejected: the payload of the event that there would be if the
 * handler had failed
 */
public record StoredRequest(UUID runId, String key, String name, Stage stage, @Nullable Long eventId,
		byte @Nullable [] outcome, long requestedAt) {

	/** How far a request has come. */
	public enum Stage {

		REQUESTED, ACCEPTED, REJECTED, COMPLETED

	}

	/** A new request that comes with a message. */
	static StoredRequest of(StoredMessage message, String name) {
		return new StoredRequest(message.runId(), message.key(), name, Stage.REQUESTED, null, null, message.sentAt());
	}

	/**
	 * What a step of the run changes about it.
	 *
	 * @param eventId the event that says so, or {@code null} if there is none
	 */
	public record Progress(String key, Stage stage, @Nullable Long eventId, byte @Nullable [] outcome) {
	}

}
