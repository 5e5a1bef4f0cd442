package dev.holdfast.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowHistory.Event;
import dev.holdfast.client.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkflowHistoriesTests {

	private static final Instant TIME = Instant.parse("2026-03-01T10:15:30.123456Z");

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "null", "[]", "\"text\"", "[1.00,1E+2,123456789012345678901234567890.10,-0]",
			"{\"b\":1,\"a\":{\"x\":[true,false,null]},\"b\":2}", "[\"Größe \\\"10\\\" \\n \uD83D\uDE80\"]",
			"[\"\\u00e9 \\/\"]", "[ 1,\n 2 ]", "no JSON", "" })
	void dataIsReadAsItWasWritten(@Nullable String data) {
		WorkflowHistory history = history("{\"signal\":\"go\"}", data);
		String json = WorkflowHistories.toJson(history);
		assertThat(WorkflowHistories.fromJson(json)).isEqualTo(history);
		assertThat(WorkflowHistories.toJson(WorkflowHistories.fromJson(json))).isEqualTo(json);
	}

	@Test
	void textIsReadable() {
		assertThat(WorkflowHistories.toJson(history("{\"signal\":\"go\"}", "[{\"total\":19.90}]"))).isEqualTo("""
				{
				  "execution" : {
				    "workflowId" : "order-1",
				    "runId" : "0b8e7f0e-3a55-4b6f-9a0f-0d5f6c1f2a11",
				    "workflowType" : "OrderWorkflow",
				    "taskQueue" : "default",
				    "status" : "RUNNING",
				    "startedAt" : "2026-03-01T10:15:30.123456Z",
				    "historyLength" : 1
				  },
				  "events" : [
				    {
				      "id" : 1,
				      "task" : 1,
				      "type" : "SignalReceived",
				      "time" : "2026-03-01T10:15:30.123456Z",
				      "attributes" : {"signal":"go"},
				      "data" : [{"total":19.90}]
				    }
				  ]
				}
				""");
	}

	@Test
	void textMayBeIndentedOtherwise() {
		WorkflowHistory history = history("{\"signal\":\"go\"}", "[{\"total\":19.90},\"a, b\"]");
		String json = WorkflowHistories.toJson(history)
			.replace("[{\"total\":19.90},\"a, b\"]", "[\n  { \"total\" : 19.90 },\n  \"a, b\"\n]");
		assertThat(WorkflowHistories.fromJson(json)).isEqualTo(history);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{}", "{\"execution\":{}}", "{\"execution\":{},\"events\":[{\"id\":1}]}",
			"{\"execution\":{},\"events\":[null]}" })
	void otherTextIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkflowHistories.fromJson(json))
			.withMessageStartingWith("This is no exported history");
	}

	private static WorkflowHistory history(String attributes, @Nullable String data) {
		WorkflowExecution execution = new WorkflowExecution("order-1", "0b8e7f0e-3a55-4b6f-9a0f-0d5f6c1f2a11",
				"OrderWorkflow", "default", WorkflowStatus.RUNNING, TIME, null, null, null, 1, Map.of());
		return new WorkflowHistory(execution, List.of(new Event(1, 1, "SignalReceived", TIME, attributes, data)));
	}

}
