package dev.holdfast.interceptor;

/**
 * Workflow code that asks for the version of a change. The versions may be changed.
 *
 * @param changeId which change
 * @param minSupported the oldest version that the code supports
 * @param maxSupported the newest
 */
public record VersionRequest(String changeId, int minSupported, int maxSupported) {
}
