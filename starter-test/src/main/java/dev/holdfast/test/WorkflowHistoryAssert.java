package dev.holdfast.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what happened in a run. What fails prints the whole history.
 */
public final class WorkflowHistoryAssert extends AbstractAssert<WorkflowHistoryAssert, WorkflowHistory> {

	WorkflowHistoryAssert(WorkflowHistory actual) {
		super(actual, WorkflowHistoryAssert.class);
	}

	// How it stands

	/** Verifies the status. */
	public WorkflowHistoryAssert hasStatus(WorkflowStatus status) {
		isNotNull();
		WorkflowStatus found = this.actual.execution().status();
		if (found != status) {
			fail("the status %s, but it is %s", status, found);
		}
		return this;
	}

	/** Verifies that the run is open. */
	public WorkflowHistoryAssert isOpen() {
		isNotNull();
		if (!this.actual.execution().status().isOpen()) {
			fail("an open run, but it is %s", this.actual.execution().status());
		}
		return this;
	}

	/** Verifies that the run has completed. */
	public WorkflowHistoryAssert isCompleted() {
		return hasStatus(WorkflowStatus.COMPLETED);
	}

	/** Verifies that the run has failed. */
	public WorkflowHistoryAssert isFailed() {
		return hasStatus(WorkflowStatus.FAILED);
	}

	/**
	 * Verifies that the run has failed, and that its failure, or a cause of it, has a
	 * message with this in it.
	 */
	public WorkflowHistoryAssert hasFailedWith(String message) {
		isFailed();
		FailureRecord failure = (last().attributes() instanceof WorkflowFailed failed) ? failed.failure() : null;
		List<String> messages = new ArrayList<>();
		for (; failure != null; failure = failure.cause()) {
			messages.add(failure.message());
		}
		if (messages.stream().noneMatch((found) -> found.contains(message))) {
			fail("a failure with \"%s\", but its messages are %s", message, messages);
		}
		return this;
	}

	/**
	 * Verifies the result, which is compared as it is stored.
	 */
	public WorkflowHistoryAssert hasResult(@Nullable Object result) {
		isCompleted();
		byte[] data = last().data();
		String found = (data != null) ? text(data) : "null";
		String expected = json(result);
		if (!found.equals(expected)) {
			fail("the result %s, but it is %s", expected, found);
		}
		return this;
	}

	/** Verifies how long the run took, by the time of workflows. */
	public WorkflowHistoryAssert tookTime(Duration duration) {
		isNotNull();
		Duration found = Duration.between(this.actual.execution().startedAt(),
				this.actual.events().get(this.actual.events().size() - 1).time());
		if (!found.equals(duration)) {
			fail("a run that took %s, but it took %s", HistoryText.plain(duration), HistoryText.plain(found));
		}
		return this;
	}

	// What happened

	/**
	 * Verifies which activities were called, local ones included, each as often as it was
	 * called and in that order; a local activity counts from its end. Attempts are not
	 * calls.
	 */
	public WorkflowHistoryAssert hasActivities(String... types) {
		return hasExactly("activities", types, activities());
	}

	/** Verifies that an activity was called, however often. */
	public WorkflowHistoryAssert hasActivity(String type) {
		if (!activities().contains(type)) {
			fail("a call of activity %s, but there are only %s", type, activities());
		}
		return this;
	}

	/** Verifies that an activity was not called. */
	public WorkflowHistoryAssert hasNoActivity(String type) {
		if (activities().contains(type)) {
			fail("no call of activity %s, but there are %s", type, activities());
		}
		return this;
	}

	/**
	 * Verifies that an activity was called with these arguments, which are compared as
	 * they are stored. Those of local activities are not.
	 */
	public WorkflowHistoryAssert hasActivityWith(String type, @Nullable Object... arguments) {
		String expected = json(arguments);
		List<String> found = events().stream()
			.filter((event) -> event.attributes() instanceof ActivityScheduled activity
					&& activity.activityType().equals(type))
			.map((event) -> text(Objects.requireNonNullElse(event.data(), new byte[0])))
			.toList();
		if (!found.contains(expected)) {
			fail("a call of activity %s with %s, but its calls are %s", type, expected, found);
		}
		return this;
	}

	/** Verifies which timers were started, in their order. */
	public WorkflowHistoryAssert hasTimers(Duration... durations) {
		List<String> found = events().stream()
			.flatMap((event) -> (event.attributes() instanceof TimerStarted timer) ? Stream.of(timer) : Stream.empty())
			.map((timer) -> HistoryText.plain(Duration.of(timer.duration(), ChronoUnit.MICROS)))
			.toList();
		return hasExactly("timers", Arrays.stream(durations).map(HistoryText::plain).toArray(String[]::new), found);
	}

	/** Verifies which types of child workflows were started, in their order. */
	public WorkflowHistoryAssert hasChildren(String... workflowTypes) {
		return hasExactly("children", workflowTypes,
				named((attributes) -> (attributes instanceof ChildInitiated child) ? child.workflowType() : null));
	}

	/** Verifies which signals came, in their order. */
	public WorkflowHistoryAssert hasSignals(String... names) {
		return hasExactly("signals", names,
				named((attributes) -> (attributes instanceof SignalReceived signal) ? signal.signal() : null));
	}

	/** Verifies which updates were accepted, in their order. */
	public WorkflowHistoryAssert hasUpdates(String... names) {
		return hasExactly("updates", names,
				named((attributes) -> (attributes instanceof UpdateAccepted update) ? update.update() : null));
	}

	/**
	 * Verifies the types of all events, such as {@code TimerFired}, in their order.
	 */
	public WorkflowHistoryAssert hasEventTypes(String... types) {
		isNotNull();
		return hasExactly("events", types, this.actual.events().stream().map(WorkflowHistory.Event::type).toList());
	}

	/**
	 * Verifies that events of these types come in this order, others between them
	 * allowed.
	 */
	public WorkflowHistoryAssert containsEventTypes(String... types) {
		isNotNull();
		for (String type : types) {
			if (EventType.ofStoredName(type) == null) {
				throw new IllegalArgumentException("There is no event of type '" + type + "'");
			}
		}
		List<String> found = this.actual.events().stream().map(WorkflowHistory.Event::type).toList();
		try {
			Assertions.assertThat(found).containsSubsequence(types);
		}
		catch (AssertionError ex) {
			fail("events %s in this order, but there are %s", List.of(types), found);
		}
		return this;
	}

	/**
	 * Verifies that code does what the history has.
	 * @param workflowClass the class of the workflow
	 * @param alsoUsed classes of further activities and child workflows
	 * @see WorkflowReplayer#replay(Class, WorkflowHistory, Class...)
	 */
	public WorkflowHistoryAssert replaysOn(Class<?> workflowClass, Class<?>... alsoUsed) {
		isNotNull();
		WorkflowReplayer.replay(workflowClass, this.actual, alsoUsed);
		return this;
	}

	private List<HistoryEvent> events() {
		isNotNull();
		return RecordedRun.decoded(this.actual);
	}

	private HistoryEvent last() {
		List<HistoryEvent> events = events();
		return events.get(events.size() - 1);
	}

	private List<String> activities() {
		return named((attributes) -> (attributes instanceof ActivityScheduled activity) ? activity.activityType()
				: (attributes instanceof LocalActivityClosed local) ? local.activityType() : null);
	}

	private List<String> named(Name name) {
		return events().stream().flatMap((event) -> Stream.ofNullable(name.of(event.attributes()))).toList();
	}

	@FunctionalInterface
	private interface Name {

		@Nullable String of(EventAttributes attributes);

	}

	private WorkflowHistoryAssert hasExactly(String what, String[] expected, List<String> found) {
		if (!found.equals(List.of(expected))) {
			fail("the %s %s, but they are %s", what, List.of(expected), found);
		}
		return this;
	}

	private static String json(@Nullable Object value) {
		return text(new PayloadMapper(Long.MAX_VALUE).write(value, "What is expected"));
	}

	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

	private void fail(String difference, @Nullable Object... arguments) {
		throw failure("%nExpected %s.%n%n%s", String.format(difference, arguments), HistoryText.of(this.actual));
	}

}
