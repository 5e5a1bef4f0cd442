package dev.holdfast.engine.behaviour;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class TaskFailureTests {

	/** What a repaired build would change: whether the code is broken. */
	private static final AtomicBoolean broken = new AtomicBoolean();

	@BeforeEach
	void breakIt() {
		broken.set(true);
	}

	@EngineTest
	void isTriedAgainWithGrowingDelaysAndThenStuck(EngineRig rig) {
		WorkflowClient client = rig.start(Fragile.class, Tool.class, Sound.class);
		WorkflowHandle<Fragile, String> handle = client.workflow(Fragile::run, "runtime").start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(handle.describe().lastTaskFailure()).contains("IllegalStateException: broken");
		rig.advance(Duration.ofMillis(999));
		rig.awaitQuiet();
		assertThat(handle.describe().failedTaskAttempts()).isEqualTo(1);
		rig.advance(Duration.ofMillis(1));
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 2);
		rig.advance(Duration.ofMillis(1999));
		rig.awaitQuiet();
		assertThat(handle.describe().failedTaskAttempts()).isEqualTo(2);
		rig.advance(Duration.ofMillis(1));
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().failedTaskAttempts()).isEqualTo(3);
		assertThat(Look.result(client.workflow(Sound::run).start())).isEqualTo("sound");
	}

	@EngineTest(Extent.HALF)
	void keepsItsDelayWhenSomebodyElseHasTheRowAsItIsWritten(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Late.class);
		WorkflowHandle<Late, String> handle = node.client().workflow(Late::run).start();
		rig.awaitQuiet();
		Pause[] pause = new Pause[1];
		rig.inTransaction(() -> {
			node.bean(JdbcTemplate.class).queryForList("select version from holdfast_run for update");
			Pause first = node.pauseBefore("version + 1, next_event_id");
			rig.clock().advance(Duration.ofSeconds(1));
			first.awaitReached();
			pause[0] = node.pauseBefore("version + 1, next_event_id");
			first.goOn();
			pause[0].awaitReached();
		});
		pause[0].goOn();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() >= 1);
		rig.awaitQuiet();
		assertThat(handle.describe().failedTaskAttempts()).isEqualTo(1);
		rig.advance(Duration.ofSeconds(1));
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 2);
	}

	@EngineTest
	void recoversWhenTheCodeStopsThrowing(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Fragile.class, Tool.class);
		WorkflowHandle<Fragile, String> handle = node.client().workflow(Fragile::run, "runtime").start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		broken.set(false);
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(handle)).isEqualTo("tool used, mended");
		assertThat(node.bean(Tool.class).uses).as("results gathered before are kept").hasValue(1);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void afterResumeARepairedStuckRunCompletes(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node node = rig.startNode(Fragile.class, Tool.class);
		WorkflowHandle<Fragile, String> handle = node.client().workflow(Fragile::run, "error").start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		handle.resume();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		broken.set(false);
		EngineRig.await(() -> {
			handle.resume();
			return !Look.status(handle).isOpen();
		});
		assertThat(Look.result(handle)).isEqualTo("tool used, mended");
		assertThat(node.bean(Tool.class).uses).hasValue(1);
	}

	@EngineTest
	void isWhatErrorsAndCheckedExceptionsAreToo(EngineRig rig) {
		WorkflowClient client = rig.start(Fragile.class, Tool.class);
		for (String kind : new String[] { "error", "checked" }) {
			broken.set(true);
			WorkflowHandle<Fragile, String> handle = client.workflow(Fragile::run, kind).start();
			EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
			assertThat(handle.describe().lastTaskFailure()).contains(kind);
			broken.set(false);
			rig.advance(Duration.ofSeconds(1));
			assertThat(Look.result(handle)).isEqualTo("tool used, mended");
		}
	}

	@EngineTest
	void inTheConstructorIsTriedAgain(EngineRig rig) {
		WorkflowClient client = rig.start(Unborn.class);
		WorkflowHandle<Unborn, String> handle = client.workflow(Unborn::run).start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		assertThat(handle.describe().lastTaskFailure()).contains("no birth");
		broken.set(false);
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(handle)).isEqualTo("born");
	}

	@EngineTest
	void inASignalHandlerKeepsTheSignal(EngineRig rig) {
		WorkflowClient client = rig.start(Listening.class);
		WorkflowHandle<Listening, String> handle = client.workflow(Listening::run).start();
		rig.awaitQuiet();
		handle.signal(Listening::hear, "hello");
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		broken.set(false);
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(handle)).isEqualTo("hello");
	}

	@EngineTest
	void isCarriedOnByAnotherNodeWhenTheFirstOneStops(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Listening.class);
		WorkflowHandle<Listening, String> begun = first.client().workflow(Listening::run).id("w").start();
		rig.awaitQuiet();
		begun.signal(Listening::hear, "hello");
		EngineRig.await(() -> begun.describe().failedTaskAttempts() == 1);
		first.stop();
		broken.set(false);
		EngineRig.Node second = rig.startNode(Listening.class);
		Look.advanceUntil(rig, Duration.ofMillis(100), () -> !Look.status(second.client().handle("w")).isOpen());
		assertThat(second.client().handle("w").result(EngineRig.PATIENCE)).isEqualTo("hello");
	}

	@EngineTest
	void endsTheExecutionIfTheTypeSaysSo(EngineRig rig) {
		WorkflowClient client = rig.start(Decided.class);
		WorkflowFailedException failure = Look.failure(client.workflow(Decided::run, true).start());
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
			assertThat(cause.type()).isEqualTo(IllegalArgumentException.class.getName());
			assertThat(cause.reason()).isEqualTo("for good");
		});
		WorkflowHandle<Decided, String> other = client.workflow(Decided::run, false).start();
		EngineRig.await(() -> other.describe().failedTaskAttempts() == 1);
	}

	@Activity
	public static class Tool {

		final AtomicInteger uses = new AtomicInteger();

		@ActivityMethod(startToCloseTimeout = "5s")
		public String use() {
			this.uses.incrementAndGet();
			return "tool used";
		}

	}

	@Workflow
	public static class Late {

		@WorkflowMethod
		public String run() {
			Workflows.sleep(Duration.ofSeconds(1));
			throw new IllegalStateException("broken");
		}

	}

	@Workflow
	public static class Fragile {

		private final Tool tool;

		public Fragile(Tool tool) {
			this.tool = tool;
		}

		@WorkflowMethod
		public String run(String how) throws IOException {
			String used = this.tool.use();
			if (broken.get()) {
				switch (how) {
					case "error" -> throw new AssertionError("error");
					case "checked" -> throw new IOException("checked");
					default -> throw new IllegalStateException("broken");
				}
			}
			return used + ", mended";
		}

	}

	@Workflow
	public static class Sound {

		@WorkflowMethod
		public String run() {
			return "sound";
		}

	}

	@Workflow
	public static class Unborn {

		public Unborn() {
			if (broken.get()) {
				throw new IllegalStateException("no birth");
			}
		}

		@WorkflowMethod
		public String run() {
			return "born";
		}

	}

	@Workflow
	public static class Listening {

		private String heard = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.heard.isEmpty());
			return this.heard;
		}

		@SignalMethod
		public void hear(String what) {
			if (broken.get()) {
				throw new IllegalStateException("deaf");
			}
			this.heard = what;
		}

	}

	@Workflow(failOn = IllegalArgumentException.class)
	public static class Decided {

		@WorkflowMethod
		public String run(boolean listed) {
			throw listed ? new IllegalArgumentException("for good") : new IllegalStateException("for now");
		}

	}

}
