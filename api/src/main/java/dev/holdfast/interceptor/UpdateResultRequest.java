package dev.holdfast.interceptor;

import java.lang.reflect.Type;

/**
 * A client that waits for the result of an update.
 *
 * @param workflowId of which workflow
 * @param runId the run that has received it
 * @param updateId which update
 * @param type what the result is read as
 */
public record UpdateResultRequest(String workflowId, String runId, String updateId, Type type) {
}
