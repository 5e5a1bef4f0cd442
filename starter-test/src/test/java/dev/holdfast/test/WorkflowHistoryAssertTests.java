package dev.holdfast.test;

import java.time.Duration;
import java.util.function.Consumer;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.test.Clockwork.Calling;
import dev.holdfast.test.Clockwork.Parent;
import dev.holdfast.test.Clockwork.Ticking;
import dev.holdfast.test.Clockwork.Waiting;
import dev.holdfast.test.Clockwork.Works;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.holdfast.test.WorkflowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is said of histories, and what is told if it is not so. */
class WorkflowHistoryAssertTests {

	@RegisterExtension
	static final WorkflowTestExtension workflows = WorkflowTestExtension
		.of(Ticking.class, Waiting.class, Calling.class, Parent.class)
		.activities(Works.class);

	private final WorkflowClient client = workflows.client();

	private WorkflowHistory waited() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(3)).start();
		workflows.environment().settle();
		handle.update(Waiting::tellLater, "hello", Duration.ofHours(1));
		workflows.environment().sleep(Duration.ofDays(1));
		handle.signal(Waiting::tell, "goodbye");
		handle.result();
		return handle.history();
	}

	private static void refused(WorkflowHistory history, Consumer<WorkflowHistoryAssert> assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertion.accept(assertThat(history)))
			.withMessageContaining(message)
			.withMessageContaining("WorkflowStarted")
			.withMessageContaining(history.execution().runId());
	}

	@Test
	void messagesTimersAndTimeAreSeen() {
		WorkflowHistory history = waited();
		assertThat(history).isCompleted()
			.hasResult("goodbye")
			.hasSignals("tell")
			.hasUpdates("tellLater")
			.hasTimers(Duration.ofDays(3), Duration.ofHours(1))
			.tookTime(Duration.ofDays(1).plusHours(1))
			.hasActivities()
			.hasChildren()
			.containsEventTypes("WorkflowStarted", "UpdateCompleted", "SignalReceived", "TimerCanceled",
					"WorkflowCompleted")
			.replaysOn(Waiting.class);
		refused(history, WorkflowHistoryAssert::isFailed, "the status FAILED, but it is COMPLETED");
		refused(history, WorkflowHistoryAssert::isOpen, "an open run, but it is COMPLETED");
		refused(history, (that) -> that.hasResult("hello"), "the result \"hello\", but it is \"goodbye\"");
		refused(history, (that) -> that.hasSignals("other"), "the signals [other], but they are [tell]");
		refused(history, (that) -> that.hasUpdates(), "the updates [], but they are [tellLater]");
		refused(history, (that) -> that.hasTimers(Duration.ofDays(3)), "the timers [3d], but they are [3d, 1h]");
		refused(history, (that) -> that.tookTime(Duration.ofDays(1)), "took 1d, but it took 1d1h");
		refused(history, (that) -> that.containsEventTypes("WorkflowCompleted", "SignalReceived"), "in this order");
		refused(history, (that) -> that.hasEventTypes("WorkflowStarted"), "the events [WorkflowStarted], but");
		assertThatIllegalArgumentException().isThrownBy(() -> assertThat(history).containsEventTypes("Started"));
	}

	@Test
	void activitiesAndChildrenAreSeen() {
		this.client.workflow(Calling::run, "fails").id("calls").execute();
		WorkflowHistory calls = this.client.handle("calls").history();
		assertThat(calls).hasStatus(WorkflowStatus.COMPLETED)
			.hasActivities("Works.fail")
			.hasActivity("Works.fail")
			.hasActivityWith("Works.fail")
			.hasNoActivity("Works.block");
		refused(calls, (that) -> that.hasActivity("Works.block"), "a call of activity Works.block");
		refused(calls, (that) -> that.hasNoActivity("Works.fail"), "no call of activity Works.fail");
		refused(calls, (that) -> that.hasActivityWith("Works.fail", 42), "with [42], but its calls are [[]]");
		this.client.workflow(Parent::run).id("parent").execute();
		assertThat(this.client.handle("parent").history()).hasChildren("Ticking", "Ticking");
	}

	@Test
	void replayOnOtherCodeFails() {
		WorkflowHistory history = waited();
		assertThatExceptionOfType(ReplayFailedError.class)
			.isThrownBy(() -> assertThat(history).replaysOn(Ticking.class));
	}

}
