package dev.holdfast.client;

import java.util.Iterator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The executions that a query finds, newest first unless it says otherwise. Nothing is
 * read before it is asked for, and it is read page by page, each time anew. Executions
 * that start meanwhile neither appear twice nor push others out. Within a transaction of
 * the caller on the engine's database, what it has started itself is found too.
 * Thread-safe; iterators and streams are not.
 */
public interface WorkflowExecutions extends Iterable<WorkflowExecution> {

	/** All of them, page after page as they are needed. */
	@Override
	Iterator<WorkflowExecution> iterator();

	/** All of them, page after page as they are needed; it need not be closed. */
	Stream<WorkflowExecution> stream();

	/**
	 * The first page.
	 * @param size how many at most: at least 1; over 1000 means 1000
	 * @throws IllegalArgumentException if the size is less than 1
	 */
	default WorkflowExecutionPage page(int size) {
		return page(size, null);
	}

	/**
	 * The page after another one.
	 * @param size how many at most: at least 1; over 1000 means 1000
	 * @param cursor the {@link WorkflowExecutionPage#nextCursor()} of that page, or
	 * {@code null} for the first page
	 * @throws IllegalArgumentException if the size is less than 1
	 * @throws InvalidCursorException if no page of this query was answered with the
	 * cursor
	 */
	WorkflowExecutionPage page(int size, @Nullable String cursor);

}
