package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that handles updates: messages that change the state of the workflow and
 * answer whoever sent them. It may block and call activities, and may return a value or
 * nothing. A {@link dev.holdfast.failure.WorkflowFailure} that it throws, or one of
 * {@link Workflow#failOn()} or {@code holdfast.workflow.fail-on}, fails the update and
 * not the execution.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface UpdateMethod {

	/** The name of the update; the method name by default. */
	String name() default "";

	/**
	 * What the update is for, for people; see
	 * {@link dev.holdfast.client.WorkflowHandle#metadata()}.
	 */
	String description() default "";

	/** What happens if the execution ends while the handler has not finished. */
	UnfinishedHandlerPolicy unfinishedPolicy() default UnfinishedHandlerPolicy.WARN_AND_ABANDON;

}
