package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that answers queries from the state of the workflow. It returns a value,
 * changes nothing and never blocks; a query of an execution that is closed or not in
 * memory replays its history first.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface QueryMethod {

	/** The name of the query; the method name by default. */
	String name() default "";

	/**
	 * What the query is for, for people; see
	 * {@link dev.holdfast.client.WorkflowHandle#metadata()}.
	 */
	String description() default "";

}
