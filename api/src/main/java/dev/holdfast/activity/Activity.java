package dev.holdfast.activity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Marks a Spring bean whose {@link ActivityMethod} methods are activities: code that
 * talks to the world, runs at least once, and whose result is recorded exactly once. The
 * bean is an ordinary singleton. It may stand on an interface instead, when workflows
 * shall know only that interface.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Component
public @interface Activity {

	/**
	 * The first half of the activity types, {@code name.method}; the simple class name by
	 * default.
	 */
	String name() default "";

	/**
	 * Other first halves of the activity types, which they had before. Calls that were
	 * recorded with one of them are carried out by this class, and match calls of its
	 * activities on replay.
	 */
	String[] aliases() default {};

	/**
	 * The task queue on which its activities run; by default the queue of the workflow
	 * that calls. May have placeholders.
	 */
	String taskQueue() default "";

}
