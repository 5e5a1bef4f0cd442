package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.EventAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a run and is not yet in its history.
 *
 * @param attributes what happened
 * @param data the payload that came with it, or {@code null}
 */
public record Inbound(EventAttributes attributes, byte @Nullable [] data) {
}
