package dev.holdfast.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a constructor parameter of a workflow whose activities run as local ones: on the
 * node that runs the workflow, without a task of their own. For short work that may be
 * done again when that node is lost. {@link ActivityOptions} may stand beside it.
 *
 * @see dev.holdfast.workflow.LocalActivityCall
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Local {

	/**
	 * The longest delay before a further attempt for which the workflow stays in memory;
	 * a longer one becomes durable. 30 seconds by default. May have placeholders.
	 */
	String localRetryThreshold() default "";

}
