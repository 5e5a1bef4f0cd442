package dev.holdfast.interceptor;

import java.lang.reflect.Type;

/**
 * A mutable side effect of workflow code.
 *
 * @param id which one
 * @param type the type of its value
 */
public record MutableSideEffectRequest(String id, Type type) {
}
