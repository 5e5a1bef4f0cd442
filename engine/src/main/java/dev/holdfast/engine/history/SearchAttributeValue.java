package dev.holdfast.engine.history;

import dev.holdfast.workflow.SearchAttributeType;

/**
 * The value of a search attribute as histories have it.
 *
 * @param json the value as JSON text
 */
public record SearchAttributeValue(SearchAttributeType type, String json) {
}
