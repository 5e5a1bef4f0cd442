package dev.holdfast.engine.schedule;

import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people wrote about a schedule, as it is stored. Nobody who acts for the schedule
 * reads it, so that what cannot be read of it keeps nothing from acting.
 *
 * @param memo JSON text by key
 * @param searchAttributes values by name, or {@code null} if there are none
 */
record ScheduleNotes(Map<String, String> memo, @Nullable Map<String, SearchAttributeValue> searchAttributes) {

	/** Nothing. */
	static final ScheduleNotes NONE = new ScheduleNotes(Map.of(), null);

	/**
	 * Reads what is stored.
	 * @throws UnreadableScheduleException if it cannot be read
	 */
	static ScheduleNotes read(String scheduleId, byte @Nullable [] stored, JsonMapper json) {
		if (stored == null) {
			return NONE;
		}
		try {
			ScheduleNotes notes = json.readValue(stored, ScheduleNotes.class);
			notes.attributes();
			return new ScheduleNotes(new TreeMap<>(notes.memo()), notes.searchAttributes());
		}
		catch (JacksonException ex) {
			throw new UnreadableScheduleException(scheduleId,
					"its memo and search attributes: " + ex.getOriginalMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw new UnreadableScheduleException(scheduleId, "its memo and search attributes: " + ex.getMessage(), ex);
		}
	}

	/** What is to be stored, or {@code null} for nothing. */
	byte @Nullable [] toJson(JsonMapper json) {
		return (this.memo.isEmpty() && this.searchAttributes == null) ? null : json.writeValueAsBytes(this);
	}

	/** Search attributes by name, as users are given them. */
	Map<String, Object> attributes() {
		return new SearchAttributeSet(this.searchAttributes).toJava();
	}

}
