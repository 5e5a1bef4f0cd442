package dev.holdfast.engine.definition;

/**
 * A constructor parameter of a workflow.
 *
 * @param beanClass the class of the activity bean that is called through it
 * @param stub the durable stub that is given for it
 * @param options what it says about the activities that are called through it
 */
public record InjectionPoint(Class<?> beanClass, Object stub, ActivityLayer options) {
}
