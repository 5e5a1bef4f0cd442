package dev.holdfast.interceptor;

import java.lang.reflect.Type;

/**
 * A client that waits for the result of a run.
 *
 * @param workflowId of which workflow
 * @param runId of which run of it
 * @param type what the result is read as
 */
public record ResultRequest(String workflowId, String runId, Type type) {
}
