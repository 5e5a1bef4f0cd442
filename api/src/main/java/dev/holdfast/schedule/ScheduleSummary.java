package dev.holdfast.schedule;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A schedule in a list.
 *
 * @param id its id
 * @param workflowType what it starts
 * @param paused whether it is paused
 * @param nextLook when it has something to do next, or {@code null} if it has nothing
 * @param memo its memo, as JSON text by key; empty if it cannot be read
 * @param searchAttributes its search attributes by name; empty if they cannot be read
 * @param problem why it cannot act at present, or {@code null} if it can
 */
public record ScheduleSummary(String id, String workflowType, boolean paused, @Nullable Instant nextLook,
		Map<String, String> memo, Map<String, Object> searchAttributes, @Nullable String problem) {
}
