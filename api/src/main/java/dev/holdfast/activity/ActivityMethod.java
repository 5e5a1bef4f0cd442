package dev.holdfast.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an {@link Activity} that workflows may call. Timeouts are written as
 * in configuration properties: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h},
 * {@code 3d}, or in ISO form; they may have placeholders. An activity needs a
 * start-to-close or a schedule-to-close timeout, here or in
 * {@code holdfast.activities.<type>.*}; the application does not start without one.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ActivityMethod {

	/** The second half of the activity type; the method name by default. */
	String name() default "";

	/**
	 * Other types that the activity had before, in full: {@code Mailer.send}. Calls that
	 * were recorded with one of them are carried out by this method, and match calls of
	 * it on replay.
	 */
	String[] aliases() default {};

	/** How long one attempt may take. */
	String startToCloseTimeout() default "";

	/** How long all attempts and the time in the queue may take together. */
	String scheduleToCloseTimeout() default "";

	/** How long it may wait for a worker. */
	String scheduleToStartTimeout() default "";

	/** How long an attempt may go without {@link Activities#heartbeat(Object)}. */
	String heartbeatTimeout() default "";

	/** How failed attempts are retried; by default without limit, with growing delays. */
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
