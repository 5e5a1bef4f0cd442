package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an execution comes from: its own code reads that in its memo, and people find it
 * by search attributes.
 *
 * @param scheduledTime the time that was meant
 */
record Origin(String scheduleId, Instant scheduledTime) {

	private static final String ID_IN_MEMO = "scheduleId";

	private static final String TIME_IN_MEMO = "scheduledTime";

	private static final SearchAttributeKey<String> ID = SearchAttributeKey.keyword("ScheduledById");

	private static final SearchAttributeKey<Instant> TIME = SearchAttributeKey.dateTime("ScheduledStartTime");

	Map<String, String> memo(JsonMapper json) {
		return Map.of(ID_IN_MEMO, json.writeValueAsString(this.scheduleId), TIME_IN_MEMO,
				json.writeValueAsString(this.scheduledTime));
	}

	List<SearchAttributeUpdate> searchAttributes() {
		return List.of(ID.valueSet(this.scheduleId), TIME.valueSet(this.scheduledTime));
	}

	/**
	 * Checks that a start has not given itself what only a schedule can.
	 * @throws IllegalArgumentException if it has
	 */
	static void requireFree(WorkflowStarted start) {
		for (String key : List.of(ID_IN_MEMO, TIME_IN_MEMO)) {
			if (start.memo().containsKey(key)) {
				throw new IllegalArgumentException(
						"The memo of a scheduled workflow has '" + key + "' from its schedule; use another key");
			}
		}
		Map<String, SearchAttributeValue> attributes = start.searchAttributes();
		for (SearchAttributeKey<?> key : List.of(ID, TIME)) {
			if (attributes != null && attributes.containsKey(key.name())) {
				throw new IllegalArgumentException("A scheduled workflow has the search attribute '" + key.name()
						+ "' from its schedule; use another name");
			}
		}
	}

}
