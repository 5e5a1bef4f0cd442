package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The constructor of a workflow that is given the arguments of the workflow method: its
 * parameters that are no activities must be the parameters of the workflow method, in
 * their order. Handlers of messages that came with the start run before the workflow
 * method, and find what the constructor has made of the arguments.
 */
@Documented
@Target(ElementType.CONSTRUCTOR)
@Retention(RetentionPolicy.RUNTIME)
public @interface WorkflowInit {

}
