package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that receives signals: messages that are recorded and never lost, and to
 * which nobody waits for an answer. It returns nothing, may change the state of the
 * workflow, and may block.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SignalMethod {

	/** The name of the signal; the method name by default. */
	String name() default "";

	/**
	 * What the signal is for, for people; see
	 * {@link dev.holdfast.client.WorkflowHandle#metadata()}.
	 */
	String description() default "";

	/** What happens if the execution ends while the handler has not finished. */
	UnfinishedHandlerPolicy unfinishedPolicy() default UnfinishedHandlerPolicy.WARN_AND_ABANDON;

}
