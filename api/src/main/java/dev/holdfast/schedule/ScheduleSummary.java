package dev.holdfast.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A schedule in a list.
 *
 * @param id its id
 * @param workflowType what it starts
 * @param paused whether it is paused
 * @param nextLook when it has something to do next, or {@code null} if it has nothing
 * @param problem why it cannot act at present, or {@code null} if it can
 */
public record ScheduleSummary(String id, String workflowType, boolean paused, @Nullable Instant nextLook,
		@Nullable String problem) {
}
