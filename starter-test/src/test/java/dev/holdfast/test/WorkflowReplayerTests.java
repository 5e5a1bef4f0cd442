package dev.holdfast.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowHistory.Event;
import dev.holdfast.client.WorkflowStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is told of a class that does not do what its history has. */
class WorkflowReplayerTests {

	private static final Path FILE = Path.of("src/test/resources/histories/order.json");

	private String history = "";

	@BeforeEach
	void read() throws IOException {
		this.history = Files.readString(FILE);
	}

	@Test
	void classThatRecordedItReplaysIt() {
		WorkflowReplayer.replay(OrderWorkflow.class, FILE);
		WorkflowReplayer.replay(OrderWorkflow.class, this.history);
		WorkflowReplayer.replay(OrderWorkflow.class, WorkflowHistories.fromJson(this.history));
	}

	@Test
	void openExecutionIsReplayedAsFarAsItIs() {
		WorkflowReplayer.replay(OrderWorkflow.class, upToEvent(5));
	}

	@Test
	void fileThatIsNotThereIsNamed() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> WorkflowReplayer.replay(OrderWorkflow.class, Path.of("nowhere.json")))
			.withMessageContaining("nowhere.json");
	}

	@Test
	void commandInAnotherOrderIsNamed() {
		ReplayFailedError error = failure(ChangedOrders.ShippedFirst.class);
		assertThat(error.eventId()).isEqualTo(2);
		assertThat(error.expected()).isEqualTo("ActivityScheduled Payments.charge");
		assertThat(error.found()).startsWith("ActivityScheduled Shipping.ship (at dev.holdfast.test.ChangedOrders")
			.contains("(ChangedOrders.java:");
		assertThat(error.getMessage()).contains("ChangedOrders$ShippedFirst", "'order-4711'", "at event 2",
				error.expected(), error.found());
		assertThat(error.getCause()).isNotNull();
	}

	@Test
	void commandTooManyIsNamed() {
		ReplayFailedError error = failure(ChangedOrders.ChargedTwice.class);
		assertThat(error.eventId()).isEqualTo(4);
		assertThat(error.expected()).isEqualTo("SideEffectRecorded");
		assertThat(error.found()).startsWith("ActivityScheduled Payments.charge (at ");
	}

	@Test
	void commandTooFewIsNamed() {
		ReplayFailedError error = failure(ChangedOrders.Unshipped.class);
		assertThat(error.eventId()).isEqualTo(7);
		assertThat(error.expected()).isEqualTo("ActivityScheduled Shipping.ship");
		assertThat(error.found()).isEqualTo("WorkflowCompleted");
	}

	@Test
	void changedInputIsNamedWithBothValues() {
		ReplayFailedError error = failure(ChangedOrders.ChargedNet.class);
		assertThat(error.eventId()).isEqualTo(2);
		assertThat(error.expected()).isEqualTo("ActivityScheduled Payments.charge with the input [\"4711\",19.90]");
		assertThat(error.found()).startsWith(
				"ActivityScheduled Payments.charge with the input [\"4711\",16.72] (at dev.holdfast.test.Changed");
	}

	@Test
	void changedInputBesideSideEffectsIsNotTriedAgain() {
		List<Event> events = new ArrayList<>(upToEvent(4).events());
		Event shipped = WorkflowHistories.fromJson(this.history).events().get(6);
		events.add(new Event(5, events.get(3).task(), shipped.type(), events.get(3).time(), shipped.attributes(),
				"[\"4711\",\"as it was\"]"));
		ReplayFailedError error = failure(ChangedOrders.Labelled.class, WorkflowHistories.toJson(historyOf(events)));
		assertThat(error.eventId()).isEqualTo(5);
		assertThat(error.expected())
			.isEqualTo("ActivityScheduled Shipping.ship with the input [\"4711\",\"as it was\"]");
		assertThat(error.found()).startsWith("ActivityScheduled Shipping.ship with another input (at ");
	}

	@Test
	void changedDurationIsNamedWithBothValues() {
		List<Event> events = new ArrayList<>(upToEvent(1).events());
		events.add(new Event(2, 1, "TimerStarted", events.get(0).time(), "{\"duration\":60000000,\"dueAt\":1}", null));
		ReplayFailedError error = failure(ChangedOrders.Waiting.class, WorkflowHistories.toJson(historyOf(events)));
		assertThat(error.expected()).isEqualTo("TimerStarted with the duration PT1M");
		assertThat(error.found()).startsWith("TimerStarted with the duration PT0.02S (at dev.holdfast.test.Changed");
	}

	@Test
	void changedResultIsNamedWithBothValues() {
		ReplayFailedError error = failure(ChangedOrders.Terse.class);
		assertThat(error.eventId()).isEqualTo(9);
		assertThat(error.expected()).isEqualTo("WorkflowCompleted with the result \"bank/4711/19.90 parcel/4711\"");
		assertThat(error.found()).isEqualTo("WorkflowCompleted with the result \"bank/4711/19.90\"");
	}

	@Test
	void exceptionIsNamed() {
		ReplayFailedError error = failure(ChangedOrders.Broken.class);
		assertThat(error.eventId()).isEqualTo(7);
		assertThat(error.expected()).isEqualTo("ActivityScheduled Shipping.ship");
		assertThat(error.found())
			.startsWith("java.lang.IllegalStateException: no stock (at dev.holdfast.test.ChangedOrders");
		assertThat(error.getCause()).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void activityThatOnlyTheCodeNamesIsToBeGiven() {
		WorkflowHistory charged = upToEvent(2);
		ReplayFailedError error = failure(ChangedOrders.Referring.class, WorkflowHistories.toJson(charged));
		assertThat(error.found()).contains("Payments::charge is no activity of this application");
		assertThat(error.getMessage()).contains("give the replay its class, too");
		WorkflowReplayer.replay(ChangedOrders.Referring.class, charged, Payments.class);
	}

	@Test
	void swallowedMismatchIsStillOne() {
		assertThat(failure(ChangedOrders.Swallowing.class).eventId()).isEqualTo(2);
	}

	@Test
	void renamedClassIsNamed() {
		ReplayFailedError error = failure(ChangedOrders.PurchaseWorkflow.class);
		assertThat(error.eventId()).isEqualTo(1);
		assertThat(error.expected()).isEqualTo("a workflow of type 'OrderWorkflow'");
		assertThat(error.found()).contains("'PurchaseWorkflow'");
		assertThat(error.getMessage()).contains("@Workflow(name = \"OrderWorkflow\")");
	}

	@Test
	void renamedClassThatListsTheOldNameReplays() {
		WorkflowReplayer.replay(ChangedOrders.Renamed.class, this.history);
	}

	@Test
	void versionThatTheRunBeganWithIsReplayed() {
		WorkflowReplayer.replay(ChangedOrders.Second.class, this.history, OrderWorkflow.class);
		WorkflowReplayer.replay(OrderWorkflow.class, this.history, ChangedOrders.Second.class);
		assertThat(failure(ChangedOrders.Second.class).eventId()).as("alone it is the lowest").isEqualTo(2);
	}

	@Test
	void versionThatIsMissingIsNamed() {
		Event started = upToEvent(1).events().get(0);
		WorkflowHistory second = historyOf(List.of(started, new Event(2, 1, "VersionRecorded", started.time(),
				"{\"changeId\":\"@Workflow\",\"version\":3}", null)));
		ReplayFailedError error = failure(OrderWorkflow.class, WorkflowHistories.toJson(second));
		assertThat(error.found()).contains("began with version 3 of workflow OrderWorkflow", "only the versions [0]");
		assertThat(error.getMessage()).contains("Give the replay the classes of all versions");
	}

	@Test
	void historyAndCodeAreShownSideBySide() {
		assertThat(failure(ChangedOrders.ShippedFirst.class).getMessage())
			.containsPattern("->       2  ActivityScheduled Payments.charge +ActivityScheduled Shipping.ship\n")
			.containsPattern("         4  SideEffectRecorded\n|The code does something else there");
	}

	@Test
	void unknownEventIsNamed() {
		ReplayFailedError error = failure(OrderWorkflow.class,
				this.history.replace("\"SideEffectRecorded\"", "\"MarkerRecorded\""));
		assertThat(error.eventId()).isEqualTo(4);
		assertThat(error.expected()).isEqualTo("MarkerRecorded");
		assertThat(error.found()).isEqualTo("no such type of event");
		assertThat(error.getMessage()).contains("This version of Holdfast cannot read the history of 'order-4711'");
	}

	@Test
	void damagedEventIsNamed() {
		ReplayFailedError error = failure(OrderWorkflow.class,
				this.history.replaceFirst("\"activityId\":2", "\"activityId\":\"two\""));
		assertThat(error.eventId()).isEqualTo(3);
		assertThat(error.found()).startsWith("no way to read it: Event 3 (ActivityCompleted)");
	}

	@Test
	void historyMustBeWhole() {
		String part = this.history.replaceFirst("(?s),\\s+\\{\\s+\"id\" : 9,.*?\\}\\s+\\]", "]");
		assertThatIllegalArgumentException().isThrownBy(() -> WorkflowReplayer.replay(OrderWorkflow.class, part))
			.withMessage("The history of 'order-4711' has only 8 of 9 events. Export it whole.");
		String gap = this.history.replace("\"id\" : 4", "\"id\" : 5");
		assertThatIllegalArgumentException().isThrownBy(() -> WorkflowReplayer.replay(OrderWorkflow.class, gap))
			.withMessage("The history of 'order-4711' has event 5 where event 4 belongs. Export it whole.");
	}

	private ReplayFailedError failure(Class<?> workflowClass) {
		return failure(workflowClass, this.history);
	}

	private static ReplayFailedError failure(Class<?> workflowClass, String history) {
		Throwable[] thrown = new Throwable[1];
		assertThatExceptionOfType(ReplayFailedError.class)
			.isThrownBy(() -> WorkflowReplayer.replay(workflowClass, history))
			.satisfies((error) -> thrown[0] = error);
		return (ReplayFailedError) thrown[0];
	}

	/** The history as it was when it had so many events. */
	private WorkflowHistory upToEvent(int last) {
		return historyOf(WorkflowHistories.fromJson(this.history).events().subList(0, last));
	}

	private WorkflowHistory historyOf(List<Event> events) {
		WorkflowExecution whole = WorkflowHistories.fromJson(this.history).execution();
		return new WorkflowHistory(
				new WorkflowExecution(whole.workflowId(), whole.runId(), whole.workflowType(), whole.taskQueue(),
						WorkflowStatus.RUNNING, whole.startedAt(), null, null, null, events.size(), Map.of()),
				events);
	}

}
