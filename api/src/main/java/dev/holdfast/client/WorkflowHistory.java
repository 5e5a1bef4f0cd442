package dev.holdfast.client;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What happened in a run.
 *
 * @param execution the execution
 * @param events its events, in order, numbered from 1 without gaps
 */
public record WorkflowHistory(WorkflowExecution execution, List<Event> events) {

	/**
	 * One event.
	 *
	 * @param id its number within the run
	 * @param task the number of the workflow task in which it was recorded
	 * @param type its type, for instance {@code ActivityScheduled}
	 * @param time when it happened
	 * @param attributes what is particular to its type, as JSON text
	 * @param data the payload that it carries (arguments, a result), as JSON text, or
	 * {@code null} if it has none
	 */
	public record Event(long id, long task, String type, Instant time, String attributes, @Nullable String data) {
	}

}
