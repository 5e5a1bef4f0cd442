package dev.holdfast.engine.definition;

import org.jspecify.annotations.Nullable;

/**
 * An update of a workflow.
 *
 * @param handler the method that handles it
 * @param validator the method that may reject it, or {@code null}
 */
public record UpdateDefinition(HandlerDefinition handler, @Nullable HandlerDefinition validator) {
}
