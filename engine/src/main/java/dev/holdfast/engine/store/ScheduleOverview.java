package dev.holdfast.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a schedule in a list.
 *
 * @param notes what people wrote about it, if anything
 * @param problem why it could not act the last time, or {@code null}
 */
public record ScheduleOverview(String scheduleId, String workflowType, boolean paused, @Nullable Long nextAt,
		byte @Nullable [] notes, @Nullable String problem) {
}
