package dev.holdfast.engine.store;

import java.util.UUID;

/**
 * What names a message that waits for a run.
 *
 * @param runId the run
 * @param key the key, unique within the run
 */
public record MessageKey(UUID runId, String key) {

	/** Comes before all others. */
	public static final MessageKey FIRST = new MessageKey(new UUID(0, 0), "");

}
