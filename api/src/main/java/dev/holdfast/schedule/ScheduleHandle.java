package dev.holdfast.schedule;

import java.time.Instant;
import java.util.function.Consumer;

import dev.holdfast.workflow.Memo;

/**
 * A way to a schedule. Thread-safe and cheap. What it changes joins a transaction of the
 * caller on the engine's database, if there is one; the schedule takes no action while
 * that is open. Every method throws {@link ScheduleNotFoundException} if the schedule was
 * deleted.
 */
public interface ScheduleHandle {

	/** The id of the schedule. */
	String id();

	/**
	 * What the schedule is and does.
	 * @throws UnreadableScheduleException if what is stored of it cannot be read
	 */
	ScheduleDescription describe();

	/**
	 * The memo of the schedule itself, as it is now.
	 * @throws UnreadableScheduleException if it cannot be read at all; a value that is
	 * not of the type that is asked for is a
	 * {@link dev.holdfast.payload.PayloadException} of {@link Memo#get}
	 */
	Memo memo();

	/**
	 * Changes the schedule. Times that were due before are still dealt with as they were;
	 * the new settings count from now on.
	 * @param change is given the settings as they are
	 * @throws IllegalArgumentException if the settings could not have been created; the
	 * schedule stays as it is
	 */
	void update(Consumer<ScheduleUpdate> change);

	/**
	 * Lets no time lead to an action. Times that pass meanwhile are not made up for, and
	 * not counted; what waits, is triggered or backfilled is not affected.
	 */
	void pause(String note);

	/** Pauses the schedule without a note. */
	default void pause() {
		pause("");
	}

	/** Lets times from now on lead to actions again. */
	void unpause(String note);

	/** Ends a pause without a note. */
	default void unpause() {
		unpause("");
	}

	/** Takes an action now, paused or not, under the schedule's own overlap policy. */
	void trigger();

	/** Takes an action now, paused or not. */
	void trigger(ScheduleOverlapPolicy overlap);

	/**
	 * Takes the actions of times that are past, one after the other.
	 * @see #backfill(Instant, Instant, ScheduleOverlapPolicy)
	 */
	default void backfill(Instant from, Instant to) {
		backfill(from, to, ScheduleOverlapPolicy.BUFFER_ALL);
	}

	/**
	 * Takes the actions of times that are past, as fast as the overlap policy allows,
	 * paused or not. An execution with the id of such a time that has closed is started
	 * anew; one that runs is left alone.
	 * @param from the first time
	 * @param to the last time; not after now
	 * @throws IllegalArgumentException if it ends before it begins or in the future, or
	 * ten others are under way
	 */
	void backfill(Instant from, Instant to, ScheduleOverlapPolicy overlap);

	/** Deletes the schedule. Executions that it started go on. */
	void delete();

}
