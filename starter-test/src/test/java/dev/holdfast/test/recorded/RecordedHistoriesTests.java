package dev.holdfast.test.recorded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.test.TestWorkflowEnvironment;
import dev.holdfast.test.WorkflowHistories;
import dev.holdfast.test.WorkflowReplayer;
import dev.holdfast.test.WorkflowTestExtension;
import dev.holdfast.test.recorded.Recorded.ActivitiesWorkflow;
import dev.holdfast.test.recorded.Recorded.ChainWorkflow;
import dev.holdfast.test.recorded.Recorded.ChildWorkflow;
import dev.holdfast.test.recorded.Recorded.ChildrenWorkflow;
import dev.holdfast.test.recorded.Recorded.Deeds;
import dev.holdfast.test.recorded.Recorded.FirstVersionWorkflow;
import dev.holdfast.test.recorded.Recorded.LocalActivitiesWorkflow;
import dev.holdfast.test.recorded.Recorded.MessagesWorkflow;
import dev.holdfast.test.recorded.Recorded.SagaWorkflow;
import dev.holdfast.test.recorded.Recorded.ValuesWorkflow;
import dev.holdfast.test.recorded.Recorded.VersionedWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Executions that an earlier version began go on with this one: what was recorded then
 * replays. A file that was committed once is never changed. With
 * {@code -Dholdfast.record=<directory>} what this build records is written there.
 */
class RecordedHistoriesTests {

	private static final Path RECORDED = Path.of("src/test/resources/recorded");

	private static final Class<?>[] WORKFLOWS = { ActivitiesWorkflow.class, LocalActivitiesWorkflow.class,
			ValuesWorkflow.class, MessagesWorkflow.class, ChildWorkflow.class, ChildrenWorkflow.class,
			ChainWorkflow.class, SagaWorkflow.class, FirstVersionWorkflow.class, VersionedWorkflow.class };

	@RegisterExtension
	static final WorkflowTestExtension workflows = WorkflowTestExtension.of(WORKFLOWS)
		.activities(Deeds.class)
		.startTime(Instant.parse("2026-03-01T08:00:00Z"));

	private static Class<?>[] classes() {
		return Stream.concat(Arrays.stream(WORKFLOWS), Stream.of(Deeds.class)).toArray(Class<?>[]::new);
	}

	@Test
	void whatWasRecordedReplays() {
		assertThat(WorkflowReplayer.replayAll(RECORDED, classes())).isPositive();
	}

	@Test
	void everyKindOfEventWasRecorded() throws IOException {
		Set<String> recorded = new TreeSet<>();
		try (Stream<Path> files = Files.walk(RECORDED)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".json")).toList()) {
				WorkflowHistories.fromJson(Files.readString(file))
					.events()
					.forEach((event) -> recorded.add(event.type()));
			}
		}
		assertThat(recorded).containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
			.filter((type) -> type.origin() != EventType.Origin.MESSAGE)
			.map(EventType::storedName)
			.toList());
	}

	@Test
	void whatThisBuildRecordsReplays(WorkflowClient client, TestWorkflowEnvironment environment) throws IOException {
		record(client, environment);
		Map<String, WorkflowHistory> histories = client.list()
			.stream()
			.collect(Collectors.toMap(RecordedHistoriesTests::name,
					(execution) -> client.handle(execution.workflowId(), execution.runId()).history()));
		assertThat(histories.values()).allSatisfy((history) -> {
			Class<?> workflow = Arrays.stream(WORKFLOWS)
				.filter((type) -> type.getSimpleName().equals(history.execution().workflowType()))
				.findFirst()
				.orElseThrow();
			WorkflowReplayer.replay(workflow, history, classes());
		});
		String directory = System.getProperty("holdfast.record");
		if (directory != null) {
			Files.createDirectories(Path.of(directory));
			for (Map.Entry<String, WorkflowHistory> history : histories.entrySet()) {
				Files.writeString(Path.of(directory, history.getKey() + ".json"),
						WorkflowHistories.toJson(history.getValue()));
			}
		}
	}

	private static String name(WorkflowExecution execution) {
		return execution.workflowId() + "-" + execution.startedAt().toString().replaceAll("[^0-9]", "")
				+ (execution.status().isOpen() ? "-open" : "");
	}

	private static void record(WorkflowClient client, TestWorkflowEnvironment environment) {
		WorkflowHandle<MessagesWorkflow, List<String>> messages = client.workflow(MessagesWorkflow::run)
			.id("recorded-messages")
			.start();
		client.workflow(ActivitiesWorkflow::run, "ann").id("recorded-activities").execute();
		client.workflow(LocalActivitiesWorkflow::run).id("recorded-local-activities").execute();
		WorkflowHandle<ChildrenWorkflow, List<String>> children = client.workflow(ChildrenWorkflow::run)
			.id("recorded-children")
			.start();
		environment.awaitUntil(
				() -> client.list("WorkflowId = 'terminated' and Status = 'Running'").stream().findAny().isPresent());
		client.handle("terminated").terminate("by hand");
		children.result();
		messages.signal(MessagesWorkflow::tell, "hello");
		messages.signal("tell", Map.of("not", "a text"));
		messages.update(MessagesWorkflow::add, "added");
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> messages.update(MessagesWorkflow::refuse, "no"));
		environment.sleep(Duration.ofDays(2));
		messages.signal(MessagesWorkflow::end);
		messages.result();
		client.workflow(ChainWorkflow::run, 0).id("recorded-chain").execute();
		WorkflowHandle<SagaWorkflow, String> saga = client.workflow(SagaWorkflow::run, "it")
			.id("recorded-saga")
			.start();
		environment.sleep(Duration.ofDays(1));
		saga.cancel("changed my mind");
		assertThatExceptionOfType(WorkflowFailedException.class).isThrownBy(saga::result);
		client.workflow(ChildWorkflow::run, "waits").id("recorded-timeout").runTimeout(Duration.ofDays(2)).start();
		environment.sleep(Duration.ofDays(3));
		client.workflow(VersionedWorkflow::run).id("recorded-version").execute();
		WorkflowHandle<ValuesWorkflow, List<Object>> values = client.workflow(ValuesWorkflow::run)
			.id("recorded-values")
			.start();
		values.result();
		values.reset(3, "to see it again");
		environment.sleep(Duration.ofDays(7)); // open
	}

}
