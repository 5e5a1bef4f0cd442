package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Exceptions that fail the executions of all workflows, as a property lists them. */
class FailingExceptionsTests {

	@EngineTest(Extent.HALF)
	void failTheExecutionFromTheWorkflowMethodOrASignalHandler(EngineRig rig) {
		WorkflowClient client = rig.failOn(List.of(IllegalArgumentException.class)).start(Counting.class);
		WorkflowFailedException thrownByMethod = Look.failure(client.workflow(Counting::run, "unread").start());
		assertThat(thrownByMethod.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(thrownByMethod.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
				(cause) -> assertThat(cause.type()).as("a subclass of what is listed")
					.isEqualTo(NumberFormatException.class.getName()));
		WorkflowHandle<Counting, String> handle = client.workflow(Counting::run, "1").start();
		handle.signal(Counting::add, "unread");
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.FAILED);
	}

	@EngineTest(Extent.HALF)
	void failTheUpdateAndNotTheExecution(EngineRig rig) {
		WorkflowClient client = rig.failOn(List.of(IllegalArgumentException.class)).start(Counting.class);
		WorkflowHandle<Counting, String> handle = client.workflow(Counting::run, "1").start();
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update(Counting::change, "unread"));
		handle.signal(Counting::add, "2");
		assertThat(Look.result(handle)).isEqualTo("3");
	}

	@EngineTest(Extent.HALF)
	void areThoseOfTheAnnotationToo(EngineRig rig) {
		WorkflowClient client = rig.failOn(List.of(IllegalArgumentException.class)).start(Listing.class);
		assertThat(Look.failure(client.workflow(Listing::run, "state").start()).status())
			.isEqualTo(WorkflowStatus.FAILED);
		assertThat(Look.failure(client.workflow(Listing::run, "argument").start()).status())
			.isEqualTo(WorkflowStatus.FAILED);
		WorkflowHandle<Listing, String> other = client.workflow(Listing::run, "neither").start();
		EngineRig.await(() -> other.describe().failedTaskAttempts() == 1);
	}

	@EngineTest(Extent.HALF)
	void thatHaveFailedSomethingHaveDoneSoWhenTheyAreListedNoMore(EngineRig rig) {
		EngineRig.Node before = rig.failOn(List.of(IllegalArgumentException.class)).startNode(Counting.class);
		WorkflowHandle<Counting, String> closed = before.client()
			.workflow(Counting::run, "unread")
			.id("closed")
			.start();
		Look.failure(closed);
		WorkflowHandle<Counting, String> open = before.client().workflow(Counting::run, "1").id("open").start();
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> open.update(Counting::change, "unread"));
		before.stop();
		WorkflowClient client = rig.failOn(List.of()).start(Counting.class);
		assertThat(client.handle(Counting.class, "closed").query(Counting::total)).isZero();
		client.handle(Counting.class, "open").signal(Counting::add, "2");
		Look.advanceUntil(rig, Duration.ofMillis(100), () -> !Look.status(client.handle("open")).isOpen());
		assertThat(client.handle("open").result(EngineRig.PATIENCE)).isEqualTo("3");
	}

	@Workflow
	public static class Counting {

		private int total;

		private boolean added;

		@WorkflowMethod
		public String run(String first) {
			this.total += Integer.parseInt(first);
			Workflows.await(() -> this.added);
			return String.valueOf(this.total);
		}

		@SignalMethod
		public void add(String number) {
			this.total += Integer.parseInt(number);
			this.added = true;
		}

		@UpdateMethod
		public int change(String to) {
			this.total = Integer.parseInt(to);
			return this.total;
		}

		@QueryMethod
		public int total() {
			return this.total;
		}

	}

	@Workflow(failOn = IllegalStateException.class)
	public static class Listing {

		@WorkflowMethod
		public String run(String what) {
			throw switch (what) {
				case "state" -> new IllegalStateException();
				case "argument" -> new IllegalArgumentException();
				default -> new UnsupportedOperationException();
			};
		}

	}

}
