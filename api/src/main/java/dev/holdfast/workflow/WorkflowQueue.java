package dev.holdfast.workflow;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between the coroutines of one run, first in, first out; of those who
 * wait, whoever waits longest goes first. Elements are not {@code null}.
 *
 * @param <E> the type of the elements
 */
public interface WorkflowQueue<E> {

	/**
	 * Adds an element; blocks while the queue is full.
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	void put(E element);

	/** Adds an element if there is room; never blocks. */
	boolean offer(E element);

	/**
	 * Adds an element if there is room within a time.
	 * @return whether it was added
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	boolean offer(E element, Duration timeout);

	/**
	 * Takes the next element; blocks while there is none.
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	E take();

	/** Takes the next element, or answers {@code null} if there is none; never blocks. */
	@Nullable E poll();

	/**
	 * Takes the next element if there is one within a time.
	 * @return the element, or {@code null} if there was none in time
	 * @throws dev.holdfast.failure.CanceledFailure if the scope is cancelled before
	 */
	@Nullable E poll(Duration timeout);

	/** The next element, left where it is, or {@code null}; never blocks. */
	@Nullable E peek();

	/** How many elements there are. Never blocks. */
	int size();

	/** The elements, next one first, left where they are. Never blocks. */
	List<E> toList();

}
