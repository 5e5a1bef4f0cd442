package dev.holdfast.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * The row of a schedule.
 *
 * @param version grows with every write
 * @param nextAt when it has something to do, or {@code null} if it has nothing
 * @param waitsFor the workflow id whose end it waits for, or {@code null}
 * @param definition when and how it acts
 * @param startPayload what it starts: the first event of a run, with times counted from
 * the start
 * @param state how far it is
 */
public record StoredSchedule(String scheduleId, long version, String workflowType, @Nullable Long nextAt,
		@Nullable String waitsFor, boolean paused, byte[] definition, byte[] startPayload, byte[] state, long createdAt,
		long updatedAt) {
}
