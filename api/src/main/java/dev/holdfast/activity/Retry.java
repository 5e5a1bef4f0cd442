package dev.holdfast.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link RetryPolicy} in an annotation. Attributes left out have the defaults named
 * there.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

	/** The delay before the second attempt. */
	String initialInterval() default "";

	/**
	 * By how much the delay grows from attempt to attempt; at least 1. 0 stands for the
	 * default.
	 */
	double backoffCoefficient() default 0;

	/** The longest delay. */
	String maximumInterval() default "";

	/**
	 * How many attempts are made at the most. 0 stands for no limit, -1 for the default.
	 */
	int maximumAttempts() default -1;

	/** Exceptions that are not retried, with their subclasses. */
	Class<? extends Throwable>[] nonRetryable() default {};

}
