package dev.holdfast.engine.activity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import dev.holdfast.client.InvalidTaskTokenException;

/**
 * What names one attempt of one activity: text that users hand around and need not
 * understand.
 */
public record TaskToken(String workflowId, UUID runId, long activityId, int attempt) {

	private static final byte VERSION = 1;

	private static final int FIXED_BYTES = 1 + 16 + 8 + 4;

	/** The token as text of letters, digits, hyphens and underscores. */
	public String text() {
		byte[] id = this.workflowId.getBytes(StandardCharsets.UTF_8);
		byte[] bytes = ByteBuffer.allocate(FIXED_BYTES + id.length)
			.put(VERSION)
			.putLong(this.runId.getMostSignificantBits())
			.putLong(this.runId.getLeastSignificantBits())
			.putLong(this.activityId)
			.putInt(this.attempt)
			.put(id)
			.array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Reads a token.
	 * @throws InvalidTaskTokenException if it is none
	 */
	public static TaskToken parse(String text) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
			if (bytes.remaining() <= FIXED_BYTES || bytes.get() != VERSION) {
				throw new InvalidTaskTokenException();
			}
			UUID runId = new UUID(bytes.getLong(), bytes.getLong());
			long activityId = bytes.getLong();
			int attempt = bytes.getInt();
			String workflowId = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
			if (activityId < 1 || attempt < 1) {
				throw new InvalidTaskTokenException();
			}
			return new TaskToken(workflowId, runId, activityId, attempt);
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			throw new InvalidTaskTokenException();
		}
	}

}
