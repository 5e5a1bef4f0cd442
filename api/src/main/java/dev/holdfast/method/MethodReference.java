package dev.holdfast.method;

import java.io.Serializable;

/**
 * A reference to a method of a workflow or an activity, written
 * {@code OrderWorkflow::run}. It is never invoked: its serialized form tells which class
 * and which method it names. A lambda expression names no method and is refused with an
 * {@link IllegalArgumentException}.
 */
public interface MethodReference extends Serializable {

}
