package dev.holdfast.engine.definition;

/**
 * A constructor parameter of a workflow.
 *
 * @param type its type
 * @param stub the durable stub that is given for it
 * @param options what it says about the activities that are called through it
 */
public record InjectionPoint(Class<?> type, Object stub, ActivityLayer options) {
}
