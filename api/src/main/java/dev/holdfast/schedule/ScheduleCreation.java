package dev.holdfast.schedule;

import java.time.Instant;
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
	 * Takes the actions of times that are past, one after the other.
	 * @see #backfill(Instant, Instant, ScheduleOverlapPolicy)
	 */
	default ScheduleCreation<W, R> backfill(Instant from, Instant to) {
		return backfill(from, to, ScheduleOverlapPolicy.BUFFER_ALL);
	}

	/**
	 * Takes the actions of times that are past as soon as it is created, paused or not,
	 * as fast as the overlap policy allows. May be called up to ten times, for times
	 * apart.
	 * @param from the first time
	 * @param to the last time; not after the creation
	 * @throws IllegalArgumentException if it ends before it begins
	 */
	ScheduleCreation<W, R> backfill(Instant from, Instant to, ScheduleOverlapPolicy overlap);

	/**
	 * Creates the schedule, in the transaction of the caller on the engine's database if
	 * there is one.
	 * @throws ScheduleAlreadyExistsException if there is one with its id
	 * @throws IllegalArgumentException if it says no time, or never acts, or its settings
	 * contradict each other, or a backfill ends in the future
	 */
	ScheduleHandle create();

	/**
	 * Creates the schedule, or gives one that is there these settings, arguments and
	 * options in place of its own. What runs and waits, its counts, and whether it is
	 * paused stay as they are.
	 * @throws IllegalArgumentException if it says no time, or never acts, or its settings
	 * contradict each other, or a backfill ends in the future, or more than ten would be
	 * under way
	 */
	ScheduleHandle createOrUpdate();

}
