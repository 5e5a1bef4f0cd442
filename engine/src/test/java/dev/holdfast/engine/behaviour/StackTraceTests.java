package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StackTraceTests {

	@EngineTest
	void namesTheLineWhereEachCoroutineWaits(EngineRig rig) {
		WorkflowClient client = rig.start(Busy.class);
		WorkflowHandle<Busy, String> handle = client.workflow(Busy::run).start();
		handle.signal(Busy::pause);
		rig.awaitQuiet();
		String trace = handle.stackTrace();
		assertThat(blocks(trace)).extracting((block) -> block.lines().findFirst().orElseThrow())
			.satisfiesExactly((signal) -> assertThat(signal).startsWith("signal pause waits for a timer until 20"),
					(main) -> assertThat(main).isEqualTo("main waits in Workflows.await"),
					(async) -> assertThat(async).isEqualTo("async 2 waits for activity Elsewhere.work"));
		assertThat(lines(trace, 0)).hasSize(2)
			.first(InstanceOfAssertFactories.STRING)
			.startsWith("\tat dev.holdfast.workflow.Workflows.sleep(Workflows.java:");
		assertThat(lines(trace, 0).get(1)).contains("Busy.pause(StackTraceTests.java:");
		assertThat(lines(trace, 1)).hasSize(3)
			.first(InstanceOfAssertFactories.STRING)
			.startsWith("\tat dev.holdfast.workflow.Workflows.await(Workflows.java:");
		assertThat(lines(trace, 1).get(1)).contains("Busy.waitForIt(StackTraceTests.java:");
		assertThat(lines(trace, 1).get(2)).contains("Busy.run(StackTraceTests.java:");
		assertThat(lines(trace, 2)).singleElement(InstanceOfAssertFactories.STRING)
			.startsWith("\tat " + Busy.class.getName() + ".lambda$run$");
		assertThat(handle.query("__stack_trace", String.class)).isEqualTo(trace);
	}

	@EngineTest
	void isTheSameOfARunThatIsElsewhere(EngineRig rig) {
		WorkflowClient owner = rig.startNode(Busy.class).client();
		WorkflowHandle<Busy, String> handle = owner.workflow(Busy::run).id("busy").start();
		handle.signal(Busy::pause);
		rig.awaitQuiet();
		WorkflowClient other = rig.startNode(Busy.class).client();
		assertThat(other.handle("busy").stackTrace()).isEqualTo(handle.stackTrace());
	}

	@EngineTest
	void changesNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Busy.class);
		WorkflowHandle<Busy, String> handle = client.workflow(Busy::run).start();
		handle.signal(Busy::pause);
		rig.awaitQuiet();
		List<String> before = Look.types(handle);
		for (int i = 0; i < 10; i++) {
			handle.stackTrace();
		}
		rig.awaitQuiet();
		assertThat(Look.types(handle)).isEqualTo(before);
		handle.signal(Busy::finish);
		rig.advance(Duration.ofHours(2));
		assertThat(Look.result(handle)).isEqualTo("paused");
		assertThat(handle.stackTrace()).isEqualTo("No code waits: the execution has ended.");
	}

	@EngineTest
	void ofAStuckExecutionShowsWhereItWasBefore(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Fragile.class);
		WorkflowHandle<Fragile, @Nullable Void> handle = client.workflow(Fragile::run).start();
		rig.awaitQuiet();
		handle.signal(Fragile::fall);
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.stackTrace()).startsWith("main").contains("Fragile.run(StackTraceTests.java:");
	}

	@EngineTest
	void noApplicationTakesTheNamesOfTheEngine(EngineRig rig) {
		WorkflowClient client = rig.start(Taker.class);
		WorkflowHandle<Taker, String> handle = client.workflow(Taker::run).start();
		assertThat(Look.result(handle)).contains("two underscores", "Workflows.onQuery", "__stack_trace");
		assertThat(handle.stackTrace()).startsWith("No code waits");
		assertThat(handle.query("other", String.class)).isEqualTo("other");
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query("__other", String.class))
			.withMessageContaining("__other")
			.withMessageContaining("[__details, __metadata, __stack_trace]");
	}

	private static List<String> lines(String trace, int block) {
		return blocks(trace).get(block).lines().skip(1).toList();
	}

	private static List<String> blocks(String trace) {
		return List.of(trace.split("\n\n"));
	}

	@Workflow
	public static class Busy {

		private boolean finished;

		private String state = "fresh";

		@WorkflowMethod
		public String run() {
			Workflows.async(() -> this.state = "begun");
			Promise<?> never = Workflows.async(() -> Workflows.activity("Elsewhere.work", String.class)
				.taskQueue("nobody")
				.startToCloseTimeout(Duration.ofDays(1))
				.execute());
			waitForIt();
			return never.isCompleted() ? "done" : this.state;
		}

		private void waitForIt() {
			Workflows.await(() -> this.finished && Workflows.everyHandlerFinished());
		}

		@SignalMethod
		public void pause() {
			Workflows.sleep(Duration.ofHours(1));
			this.state = "paused";
		}

		@SignalMethod
		public void finish() {
			this.finished = true;
		}

	}

	@Workflow
	public static class Fragile {

		private boolean fallen;

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> this.fallen);
			throw new IllegalStateException("broken");
		}

		@SignalMethod
		public void fall() {
			this.fallen = true;
		}

	}

	@Workflow
	public static class Taker {

		@WorkflowMethod
		public String run() {
			Workflows.onAnyQuery((name, arguments) -> name);
			try {
				Workflows.onQuery("__stack_trace", (arguments) -> "mine");
				return "taken";
			}
			catch (IllegalArgumentException ex) {
				return String.valueOf(ex.getMessage());
			}
		}

	}

}
