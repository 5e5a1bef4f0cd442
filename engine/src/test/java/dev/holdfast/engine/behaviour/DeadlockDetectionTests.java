package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.run.KeptThreads;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.samples.Stubborn;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Workflow code that does not give its thread back. */
class DeadlockDetectionTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private final LogLines log = new LogLines(KeptThreads.class.getName(), "Stubborn");

	@BeforeEach
	void reset() {
		Stubborn.reset();
	}

	@AfterEach
	void release() {
		Stubborn.release();
		this.log.close();
	}

	private static WorkflowHandle<Stubborn, String> start(WorkflowClient client, String how) {
		return client.workflow(Stubborn::run, how).taskTimeout(TIMEOUT).start();
	}

	private static String failure(WorkflowHandle<?, ?> handle) {
		return String.valueOf(handle.describe().lastTaskFailure());
	}

	@EngineTest
	void reportsCodeThatWaits(EngineRig rig) {
		WorkflowClient client = rig.deadlockDetection(Duration.ofMillis(100)).start(Stubborn.class);
		for (String how : List.of("sleep", "monitor", "stream", "jdbc")) {
			WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run, how).id(how).start();
			EngineRig.await(() -> reported(how) != null);
			assertThat(reported(how)).contains("workflow Stubborn '" + how + "'", " main) has not yielded for ",
					"it waits", "\n\tat dev.holdfast.samples.Stubborn.run(Stubborn.java:", "use Workflows.sleep");
			assertThat(reported(how)).doesNotContain("at dev.holdfast.engine");
			Stubborn.release();
			assertThat(Look.result(handle)).as("it has only been reported").isEqualTo("ended");
			Stubborn.reset();
		}
	}

	@EngineTest
	void reportsCodeThatComputes(EngineRig rig) {
		WorkflowClient client = rig.deadlockDetection(Duration.ofMillis(100)).start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run, "async").id("looping").start();
		EngineRig.await(() -> reported("looping") != null);
		assertThat(reported("looping")).contains(" async 1) has not yielded for ", "it computes",
				"\n\tat dev.holdfast.samples.Stubborn.loop(Stubborn.java:", "Does it loop?");
		Stubborn.release();
		assertThat(Look.result(handle)).isEqualTo("ended");
		assertThat(this.log.lines()).as("once").hasSize(1);
	}

	private String reported(String workflowId) {
		return this.log.lines()
			.stream()
			.filter((line) -> line.contains("'" + workflowId + "'"))
			.findFirst()
			.orElse(null);
	}

	@EngineTest
	void failsTheTaskWithTheStackAndLeavesTheRunOpen(EngineRig rig) {
		WorkflowClient client = rig.deadlockDetection(Duration.ZERO).start(Stubborn.class);
		for (String how : List.of("loop", "sleep", "jdbc", "async")) {
			WorkflowHandle<Stubborn, String> handle = start(client, how);
			EngineRig.await(() -> handle.describe().failedTaskAttempts() > 0);
			assertThat(failure(handle)).contains("took more than 0.3 s without yielding; it ",
					(how.equals("sleep") || how.equals("jdbc")) ? "waits in" : "computes in",
					"\n\tat dev.holdfast.samples.Stubborn.", "belong into an activity");
			assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
			Stubborn.release();
			Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
			Stubborn.reset();
		}
		assertThat(this.log.lines()).allMatch((line) -> line.contains("is given up after "));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsInAStuckRunWhoseFailureSaysWhereTheCodeIs(EngineRig rig) {
		WorkflowClient client = rig.maxTaskAttempts(3).start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = start(client, "loop");
		Look.advanceUntil(rig, Duration.ofMillis(500), () -> Look.status(handle) == WorkflowStatus.STUCK);
		assertThat(failure(handle)).contains("still running", "Stubborn.loop(Stubborn.java:");
		assertThat(Stubborn.begun).as("no other code of the run begins while it runs").hasValue(1);
		Stubborn.release();
		handle.resume();
		assertThat(Look.result(handle)).isEqualTo("ended");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void concernsNoOtherRun(EngineRig rig) {
		WorkflowClient client = rig.deadlockDetection(Duration.ofMillis(100)).start(Stubborn.class);
		List<WorkflowHandle<Stubborn, String>> bad = new ArrayList<>();
		int more = Runtime.getRuntime().availableProcessors() + 2;
		for (int i = 0; i < more; i++) {
			bad.add(start(client, (i % 2 == 0) ? "loop" : "condition"));
		}
		EngineRig.await(() -> Stubborn.begun.get() == more);
		for (int i = 0; i < 5; i++) {
			assertThat(Look.result(client.workflow(Stubborn::run, "nothing").start())).isEqualTo("ended");
		}
		bad.forEach((handle) -> EngineRig.await(() -> handle.describe().failedTaskAttempts() > 0));
		assertThat(Look.result(client.workflow(Stubborn::run, "nothing").start())).isEqualTo("ended");
		bad.forEach((handle) -> handle.terminate("enough"));
	}

	@EngineTest(Extent.HALF)
	void isFoundWhereverItIs(EngineRig rig) {
		HoldfastEngine engine = rig.deadlockDetection(Duration.ZERO).startNode(Stubborn.class).engine();
		WorkflowClient client = engine.client();
		for (String how : List.of("constructor", "condition", "handler", "validator", "circles")) {
			Stubborn.atConstruction = how.equals("constructor");
			WorkflowHandle<Stubborn, String> handle = start(client,
					how.equals("handler") || how.equals("validator") ? "wait" : how);
			CompletableFuture<String> change = CompletableFuture.completedFuture("");
			if (how.equals("handler")) {
				handle.signal(Stubborn::stay);
			}
			if (how.equals("validator")) {
				change = CompletableFuture.supplyAsync(() -> handle.update(Stubborn::change));
			}
			EngineRig.await(() -> handle.describe().failedTaskAttempts() > 0);
			assertThat(failure(handle)).as(how)
				.contains("more than 0.3 s",
						how.equals("circles") ? "without waiting for anything" : "without yielding");
			Stubborn.release();
			handle.signal(Stubborn::leave);
			Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
			change.join();
			Stubborn.reset();
		}
		EngineRig.await(() -> engine.givenUpThreads() == 0);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void doesNotKeepARunThatHasEndedFromEnding(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		assertThat(Look.result(start(client, "finally"))).isEqualTo("ended");
	}

	@EngineTest
	void isFoundInAReplayToo(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		Stubborn.release();
		WorkflowHandle<Stubborn, String> handle = start(client, "loop");
		assertThat(Look.result(handle)).isEqualTo("ended");
		Stubborn.reset();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Stubborn::ask, false))
			.withMessageContaining("could not be replayed")
			.withMessageContaining("Stubborn.loop(");
		Stubborn.release();
		assertThat(handle.query(Stubborn::ask, false)).isEqualTo("answer");
	}

	@EngineTest
	void inAQueryFailsOnlyTheQuery(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = start(client, "wait");
		rig.awaitQuiet();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Stubborn::ask, true))
			.withMessageContaining("took too long")
			.withMessageContaining("query 'ask'")
			.withMessageContaining("Stubborn.loop(");
		assertThat(handle.query(Stubborn::ask, false)).isEqualTo("answer");
		handle.signal(Stubborn::leave);
		assertThat(Look.result(handle)).isEqualTo("ended");
		assertThat(handle.describe().failedTaskAttempts()).isZero();
		assertThatExceptionOfType(WorkflowQueryException.class).as("of a closed run")
			.isThrownBy(() -> handle.query(Stubborn::ask, true))
			.withMessageContaining("Stubborn.loop(");
	}

	@EngineTest
	void canWriteNothingWhenItIsLetGo(EngineRig rig) {
		HoldfastEngine engine = rig.maxTaskAttempts(1).startNode(Stubborn.class).engine();
		WorkflowHandle<Stubborn, String> handle = start(engine.client(), "catching");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		Stubborn.release();
		EngineRig.await(() -> engine.givenUpThreads() == 0);
		rig.awaitQuiet();
		assertThat(Stubborn.wentOn).as("it ends at its next call, which it cannot catch").hasValue(0);
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		assertThat(handle.describe().memo()).isEmpty();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void mayHoldSoManyThreadsOfATypeAtMost(EngineRig rig) {
		HoldfastEngine engine = rig.deadlockDetection(Duration.ZERO).startNode(Stubborn.class, Other.class).engine();
		WorkflowClient client = engine.client();
		List<WorkflowHandle<Stubborn, String>> bad = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			bad.add(start(client, "sleep"));
		}
		bad.forEach((handle) -> EngineRig.await(() -> handle.describe().failedTaskAttempts() > 0));
		WorkflowHandle<Stubborn, String> good = start(client, "nothing");
		EngineRig.await(() -> failure(good).contains("8 threads are held"));
		assertThat(good.describe().failedTaskAttempts()).as("it has done nothing wrong").isZero();
		assertThat(Look.result(client.workflow(Other::run).start())).isEqualTo("other");
		assertThat(engine.givenUpThreads()).isEqualTo(8);
		Stubborn.release();
		EngineRig.await(() -> engine.givenUpThreads() == 0);
		Look.advanceUntil(rig, Duration.ofSeconds(5), () -> Look.status(good) == WorkflowStatus.COMPLETED);
		bad.forEach((handle) -> Look.advanceUntil(rig, Duration.ofSeconds(1),
				() -> Look.status(handle) == WorkflowStatus.COMPLETED));
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Other {

		@WorkflowMethod
		public String run() {
			return "other";
		}

	}

}
