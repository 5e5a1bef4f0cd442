package dev.holdfast.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHistory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

/**
 * Histories as JSON text, to be kept beside the tests: the same text for the same history
 * always, one line for the attributes of an event and one for its data. What is read is
 * exactly what was written, to the last digit, and stays so if the text is indented
 * otherwise.
 *
 * <pre>
 * Files.writeString(file, WorkflowHistories.toJson(client.handle("order-4711").history()));
 * </pre>
 *
 * It has the data of the execution in plain text: personal data too.
 */
public final class WorkflowHistories {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.addMixIn(WorkflowExecution.class, WithoutSearchAttributes.class)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private WorkflowHistories() {
	}

	/** Writes a history. */
	public static String toJson(WorkflowHistory history) {
		HistoryJson json = new HistoryJson(history.execution(), history.events().stream().map(EventJson::of).toList());
		DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
		DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter)
			.withArrayIndenter(indenter);
		return MAPPER.writer().with(printer).writeValueAsString(json) + "\n";
	}

	/**
	 * Reads a history.
	 * @throws IllegalArgumentException if the text is no history
	 */
	public static WorkflowHistory fromJson(String json) {
		HistoryJson history;
		try {
			history = MAPPER.readValue(json, HistoryJson.class);
		}
		catch (JacksonException ex) {
			throw notAHistory(ex.getOriginalMessage() + ((ex.getLocation() != null && ex.getLocation().getLineNr() > 0)
					? " (line " + ex.getLocation().getLineNr() + ")" : ""), ex);
		}
		if (history == null || history.execution() == null || history.events() == null) {
			throw notAHistory("it needs \"execution\" and \"events\"", null);
		}
		List<WorkflowHistory.Event> events = new ArrayList<>();
		for (EventJson event : history.events()) {
			if (event == null || event.type() == null || event.time() == null || event.anyAttributes() == null) {
				throw notAHistory("each event needs \"type\", \"time\" and \"attributes\", but event "
						+ (events.size() + 1) + " is " + event, null);
			}
			events.add(new WorkflowHistory.Event(event.id(), event.task(), event.type(), event.time(),
					event.anyAttributes(), event.anyData()));
		}
		return new WorkflowHistory(history.execution(), List.copyOf(events));
	}

	private static IllegalArgumentException notAHistory(String why, @Nullable Throwable cause) {
		return new IllegalArgumentException("This is no exported history: " + why, cause);
	}

	/** The events have them. */
	@JsonIgnoreProperties("searchAttributes")
	private abstract static class WithoutSearchAttributes {

	}

	private record HistoryJson(@Nullable WorkflowExecution execution, @Nullable List<@Nullable EventJson> events) {
	}

	/**
	 * One event. JSON that would not survive as a part of the text, because it is not
	 * written as the engine writes it, becomes a string.
	 */
	private record EventJson(long id, long task, @Nullable String type, @Nullable Instant time,
			@JsonRawValue @JsonDeserialize(using = JsonText.Deserializer.class) @Nullable String attributes,
			@Nullable String attributesText,
			@JsonRawValue @JsonDeserialize(using = JsonText.Deserializer.class) @Nullable String data,
			@Nullable String dataText) {

		static EventJson of(WorkflowHistory.Event event) {
			String data = event.data();
			boolean plainAttributes = JsonText.isCompact(event.attributes());
			boolean plainData = data != null && JsonText.isCompact(data);
			return new EventJson(event.id(), event.task(), event.type(), event.time(),
					plainAttributes ? event.attributes() : null, plainAttributes ? null : event.attributes(),
					plainData ? data : null, plainData ? null : data);
		}

		@Nullable String anyAttributes() {
			return (this.attributes != null) ? this.attributes : this.attributesText;
		}

		@Nullable String anyData() {
			return (this.data != null) ? this.data : this.dataText;
		}

	}

}
