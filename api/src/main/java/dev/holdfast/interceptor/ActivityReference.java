package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * An activity that is completed from outside.
 *
 * @param workflowId of which workflow
 * @param runId of which run of it, or {@code null} for the one that is current
 * @param activityId which activity of it
 */
public record ActivityReference(String workflowId, @Nullable String runId, long activityId) {
}
