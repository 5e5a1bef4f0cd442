package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Time that outlives processes and clocks. */
class DurableTimeTests {

	private static final Class<?>[] BEANS = { Sleeper.class, Listener.class };

	@EngineTest
	void ofASleepIsNotBegunAnewByRestarts(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		node.client().workflow(Sleeper::run, Duration.ofSeconds(10)).id("w").start();
		for (int i = 0; i < 5; i++) {
			rig.advance(Duration.ofMillis(1900));
			node.stop();
			node = rig.startNode(BEANS);
			assertThat(Look.status(node.client().handle("w"))).isEqualTo(WorkflowStatus.RUNNING);
		}
		rig.awaitQuiet();
		rig.advance(Duration.ofMillis(500));
		assertThat(node.client().handle(Sleeper.class, "w").result(EngineRig.PATIENCE)).isEqualTo("awake");
	}

	@EngineTest
	void isRoundedSoThatNothingIsEarly(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Sleeper, String> handle = node.client().workflow(Sleeper::run, Duration.ofNanos(1500)).start();
		rig.advance(Duration.ofNanos(1000));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).as("1 µs later").isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofNanos(1000));
		assertThat(Look.result(handle)).isEqualTo("awake");
	}

	@EngineTest
	void thatGoesBackBetweenTwoNodesIsNotSeenInAHistory(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		node.client().workflow(Listener::run).id("w").start();
		rig.awaitQuiet();
		node.client().handle(Listener.class, "w").signal(Listener::hear, "a");
		rig.awaitQuiet();
		node.stop();
		rig.clock().advance(Duration.ofSeconds(-90));
		node = rig.startNode(BEANS);
		WorkflowHandle<Listener, ?> handle = node.client().handle(Listener.class, "w");
		handle.signal(Listener::hear, "b");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("ab");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatGoesBackIsNotSeenWhereAnExecutionIsTerminated(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Listener, ?> handle = node.client().workflow(Listener::run).id("w").start();
		handle.signal(Listener::hear, "a");
		rig.awaitQuiet();
		rig.clock().advance(Duration.ofSeconds(-90));
		handle.terminate("enough");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatGoesBackIsNotSeenWhereAnExecutionIsTimedOut(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Listener, ?> handle = node.client()
			.workflow(Listener::run)
			.id("w")
			.executionTimeout(Duration.ofSeconds(10))
			.start();
		rig.awaitQuiet();
		rig.clock().advance(Duration.ofSeconds(9));
		handle.signal(Listener::hear, "a");
		rig.awaitQuiet();
		rig.jdbc().update("update holdfast_event set recorded_at = recorded_at + 60000000 where event_id > 1");
		node.stop();
		rig.startNode(BEANS);
		rig.advance(Duration.ofSeconds(2));
		EngineRig.await(() -> Look.status(handle) == WorkflowStatus.TIMED_OUT);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofCommitsNeedNotBeThatOfMessages(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		WorkflowHandle<Listener, String> handle = node.client().workflow(Listener::run).start();
		rig.awaitQuiet();
		rig.inTransaction(() -> {
			handle.signal(Listener::hear, "a");
			CompletableFuture.runAsync(() -> handle.signal(Listener::hear, "b"), (task) -> new Thread(task).start())
				.join();
			EngineRig.await(() -> Look.types(handle).stream().filter("SignalReceived"::equals).count() == 1);
		});
		assertThat(Look.result(handle)).as("who was sent first has committed last").isEqualTo("ba");
	}

	@EngineTest
	void passesAtPollsIfNobodyTellsOfWork(EngineRig rig) {
		EngineRig.Node worker = rig.startNode(BEANS);
		EngineRig.Node silent = rig.createNode((context) -> context.register(BEANS));
		WorkflowHandle<Listener, String> handle = silent.client().workflow(Listener::run).start();
		EngineRig.await(() -> worker.engine().ownedRuns() == 1);
		for (String heard : List.of("a", "b")) {
			handle.signal(Listener::hear, heard);
		}
		EngineRig.await(() -> !Look.status(handle).isOpen());
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public String run(Duration time) {
			Workflows.sleep(time);
			return "awake";
		}

	}

	@Workflow
	public static class Listener {

		private String heard = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.heard.length() == 2);
			return this.heard;
		}

		@SignalMethod
		public void hear(String value) {
			this.heard += value;
		}

	}

}
