package dev.holdfast.schedule;

import java.util.function.Consumer;

import dev.holdfast.client.WorkflowStart;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that is being put together; {@link #create()} makes it. Not thread-safe, and
 * used once.
 *
 * @param <W> the workflow class
 * @param <R> what the workflow returns
 */
public interface ScheduleCreation<W, R extends @Nullable Object> extends ScheduleSettings<ScheduleCreation<W, R>> {

	/**
	 * Sets the options that each execution is started with. Its
	 * {@linkplain WorkflowStart#id(String) id} is what ids of executions begin with, by
	 * default the id of the schedule. Policies about ids cannot be set, and the start
	 * must not be made.
	 */
	ScheduleCreation<W, R> options(Consumer<WorkflowStart<W, R>> options);

	/** Creates it paused. */
	ScheduleCreation<W, R> paused();

	/** Takes one action at once. */
	ScheduleCreation<W, R> triggerImmediately();

	/**
	 * Creates the schedule, in the transaction of the caller on the engine's database if
	 * there is one.
	 * @throws ScheduleAlreadyExistsException if there is one with its id
	 * @throws IllegalArgumentException if it says no time, or never acts, or its settings
	 * contradict each other
	 */
	ScheduleHandle create();

	/**
	 * Creates the schedule, or gives one that is there these settings, arguments and
	 * options in place of its own. What runs and waits, its counts, and whether it is
	 * paused stay as they are.
	 * @throws IllegalArgumentException if it says no time, or never acts, or its settings
	 * contradict each other
	 */
	ScheduleHandle createOrUpdate();

}
