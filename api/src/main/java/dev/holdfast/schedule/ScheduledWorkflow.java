package dev.holdfast.schedule;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A schedule for a class with {@link dev.holdfast.workflow.Workflow @Workflow} whose
 * workflow method takes no arguments. It is created when the engine starts, and updated
 * when the annotation has changed since it was read last; until then, changes by
 * {@link ScheduleHandle} stay, and a pause stays in any case. When the annotation is
 * taken away from the class, the schedule is deleted. At least one of {@link #cron()} and
 * {@link #every()} must be given.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ScheduledWorkflow {

	/** The id of the schedule; by default the type name of the workflow. */
	String id() default "";

	/** Cron expressions of five or six fields. */
	String[] cron() default {};

	/** Times at equal distances: {@code 10m}, {@code 1h}, {@code 1d}. */
	String every() default "";

	/** By how much times of {@link #every()} are moved from the epoch. */
	String offset() default "";

	/** The time zone of cron expressions. */
	String zone() default "UTC";

	/** What an action does when an execution that was started before still runs. */
	ScheduleOverlapPolicy overlap() default ScheduleOverlapPolicy.SKIP;

	/** How late an action may be taken; at least {@code 10s}. */
	String catchupWindow() default "365d";

	/** Actions are later than their time by up to so much. */
	String jitter() default "";

	/** Whether the schedule pauses when an execution fails or times out. */
	boolean pauseOnFailure() default false;

	/** Whether the schedule is paused when it is created. */
	boolean paused() default false;

}
