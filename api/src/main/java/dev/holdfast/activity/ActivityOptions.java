package dev.holdfast.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Options for the activities that a workflow calls through one constructor parameter.
 * They stand above configuration properties and {@link ActivityMethod}, and below what a
 * single call says. Texts may have placeholders.
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ActivityOptions {

	/** The task queue on which the activities run. */
	String taskQueue() default "";

	/** How long one attempt may take. */
	String startToCloseTimeout() default "";

	/** How long all attempts and the time in the queue may take together. */
	String scheduleToCloseTimeout() default "";

	/** How long an activity may wait for a worker. */
	String scheduleToStartTimeout() default "";

	/** How long an attempt may go without a heartbeat. */
	String heartbeatTimeout() default "";

	/** How failed attempts are retried. */
	Retry retry() default @Retry;

	/**
	 * What happens to it when the scope of the call is cancelled; one value at the most.
	 * {@link ActivityCancellationType#TRY_CANCEL} by default.
	 */
	ActivityCancellationType[] cancellationType() default {};

	/**
	 * Which of several that wait for a worker comes first: from 1, the first, to 5, the
	 * last. 0 says nothing: that of the workflow that calls. A call may say more with a
	 * {@link dev.holdfast.workflow.Priority}.
	 */
	int priority() default 0;

}
