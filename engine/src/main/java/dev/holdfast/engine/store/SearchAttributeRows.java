package dev.holdfast.engine.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.search.SearchAttributeValues;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.SearchAttributeType;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Search attributes as rows, and back. */
final class SearchAttributeRows {

	private static final String OF_RUNS = """
			select a from HoldfastSearchAttribute a where a.runId in (:runIds) order by a.runId, a.name, a.position
			""";

	private SearchAttributeRows() {
	}

	/** The rows of some attributes of a run; those that are {@code null} have none. */
	static List<SearchAttributeEntity> of(UUID runId,
			@Nullable Map<String, ? extends @Nullable SearchAttributeValue> attributes) {
		List<SearchAttributeEntity> rows = new ArrayList<>();
		if (attributes != null) {
			attributes.forEach((name, value) -> {
				if (value != null) {
					add(runId, name, value, rows);
				}
			});
		}
		return rows;
	}

	private static void add(UUID runId, String name, SearchAttributeValue value, List<SearchAttributeEntity> rows) {
		Object java = SearchAttributeValues.toJava(value);
		if (java instanceof List<?> keywords) {
			for (int position = 0; position < keywords.size(); position++) {
				rows.add(row(runId, name, position, value.type(), keywords.get(position)));
			}
		}
		else {
			rows.add(row(runId, name, 0, value.type(), java));
		}
	}

	private static SearchAttributeEntity row(UUID runId, String name, int position, SearchAttributeType type,
			Object value) {
		SearchAttributeEntity row = new SearchAttributeEntity();
		row.runId = runId;
		row.name = name;
		row.position = position;
		row.type = type.name();
		switch (type) {
			case KEYWORD, KEYWORD_LIST, BOOLEAN -> row.keywordValue = value.toString();
			case TEXT -> {
				row.textValue = (String) value;
				row.textWords = " " + String.join(" ", SearchAttributeValues.words((String) value)) + " ";
			}
			case LONG -> {
				row.longValue = (Long) value;
				row.doubleValue = ((Long) value).doubleValue();
			}
			case DOUBLE -> row.doubleValue = (Double) value;
			case DATE_TIME -> row.timeValue = Micros.of((Instant) value);
		}
		return row;
	}

	/** The attributes of some runs, by name, as users are given them. */
	static Map<UUID, Map<String, Object>> read(Collection<UUID> runIds, StatelessSession session) {
		Map<UUID, Map<String, Object>> attributes = new HashMap<>();
		if (runIds.isEmpty()) {
			return attributes;
		}
		List<SearchAttributeEntity> rows = session.createSelectionQuery(OF_RUNS, SearchAttributeEntity.class)
			.setParameterList("runIds", runIds)
			.getResultList();
		for (SearchAttributeEntity row : rows) {
			attributes.computeIfAbsent(row.runId, (runId) -> new TreeMap<>())
				.merge(row.name, java(row), SearchAttributeRows::together);
		}
		return attributes;
	}

	private static Object java(SearchAttributeEntity row) {
		Object value = switch (SearchAttributeType.valueOf(row.type)) {
			case KEYWORD -> row.keywordValue;
			case KEYWORD_LIST -> (row.keywordValue != null) ? List.of(row.keywordValue) : List.of();
			case BOOLEAN -> Boolean.valueOf(row.keywordValue);
			case TEXT -> row.textValue;
			case LONG -> row.longValue;
			case DOUBLE -> row.doubleValue;
			case DATE_TIME -> Micros.toInstantOrNull(row.timeValue);
		};
		if (value == null) {
			throw new IllegalStateException("The search attribute '" + row.name + "' of run " + row.runId
					+ " has no value in the column of its type " + row.type + ". Was the row changed by hand?");
		}
		return value;
	}

	private static Object together(Object first, Object second) {
		List<Object> all = new ArrayList<>((List<?>) first);
		all.addAll((List<?>) second);
		return List.copyOf(all);
	}

}
