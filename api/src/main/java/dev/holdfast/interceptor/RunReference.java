package dev.holdfast.interceptor;

/**
 * A run that a client means.
 *
 * @param workflowId of which workflow
 * @param runId which run of it
 */
public record RunReference(String workflowId, String runId) {
}
