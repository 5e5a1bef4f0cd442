package dev.holdfast.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * One event of a run.
 *
 * @param id its number within the run, from 1 without gaps
 * @param task the number of the workflow task in which it was recorded
 * @param time the time of that task, in microseconds since the epoch
 * @param attributes what is particular to its type
 * @param data the payload that it carries, as JSON, or {@code null} if it has none
 */
public record HistoryEvent(long id, long task, long time, EventAttributes attributes, byte @Nullable [] data) {

	public EventType type() {
		return this.attributes.type();
	}

}
