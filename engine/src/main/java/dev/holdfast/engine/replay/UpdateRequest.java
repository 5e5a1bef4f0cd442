package dev.holdfast.engine.replay;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An update that a run is to handle.
 *
 * @param after the event of the task after which it arrived, or 0 if it was the first
 * @param data its arguments
 */
record UpdateRequest(String id, String name, long after, @Nullable Map<String, String> headers, byte[] data) {
}
