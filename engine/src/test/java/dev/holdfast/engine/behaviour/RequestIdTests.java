package dev.holdfast.engine.behaviour;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RequestIdTests {

	@EngineTest
	void makesARepeatedStartTheSameStart(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> first = client.workflow(Waiter::run, "first").id("one").requestId("r1").start();
		WorkflowHandle<Waiter, String> again = client.workflow(Waiter::run, "second").id("one").requestId("r1").start();
		assertThat(again.runId()).isEqualTo(first.runId());
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> client.workflow(Waiter::run, "third").id("one").requestId("r2").start());
		first.signal(Waiter::end);
		assertThat(Look.result(again)).as("the input of the first start counts").isEqualTo("first");
		WorkflowHandle<Waiter, String> late = client.workflow(Waiter::run, "fourth")
			.id("one")
			.requestId("r1")
			.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
			.start();
		assertThat(late.runId()).isEqualTo(first.runId());
		assertThat(Look.result(late)).isEqualTo("first");
		assertThat(client.workflow(Waiter::run, "fifth").id("one").requestId("r3").start().runId())
			.isNotEqualTo(first.runId());
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void withAnotherInputIsWarnedOf(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		try (LogLines log = new LogLines("dev.holdfast.engine.client", "'two'")) {
			client.workflow(Waiter::run, "first").id("two").requestId("r1").start();
			client.workflow(Waiter::run, "first").id("two").requestId("r1").start();
			assertThat(log.lines()).isEmpty();
			client.workflow(Waiter::run, "second").id("two").requestId("r1").start();
			assertThat(log.lines()).singleElement()
				.asString()
				.contains("request id 'r1'", "another input", "the first start");
		}
	}

	@EngineTest
	void isOfOneWorkflowId(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		assertThat(client.workflow(Waiter::run, "").id("a").requestId("r").start().runId())
			.isNotEqualTo(client.workflow(Waiter::run, "").id("b").requestId("r").start().runId());
		assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Waiter::run, "").requestId("r").start())
			.withMessageContaining("id(");
		for (String bad : List.of("", " ", "a\u0000", "x".repeat(256), "\uD83D")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> client.workflow(Waiter::run, "").id("c").requestId(bad).start());
		}
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(2);
	}

	@EngineTest
	void doesNotTerminateWhatItStarted(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		Callable<WorkflowHandle<Waiter, String>> start = () -> client.workflow(Waiter::run, "x")
			.id("one")
			.requestId("r1")
			.idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
			.start();
		try {
			WorkflowHandle<Waiter, String> first = start.call();
			assertThat(start.call().runId()).isEqualTo(first.runId());
			assertThat(Look.status(first)).isEqualTo(WorkflowStatus.RUNNING);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@EngineTest
	void ofManyStartsAtOnceStartsOne(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Waiter.class);
		Set<String> runs = atOnce(16,
				(i) -> client.workflow(Waiter::run, "x").id("one").requestId("same").start().runId());
		assertThat(runs).hasSize(1);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_run", Integer.class)).isEqualTo(1);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void startsThatTerminateEachOtherLeaveOneRunning(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Waiter.class);
		Set<String> runs = atOnce(8,
				(i) -> client.workflow(Waiter::run, "x")
					.id("one")
					.idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
					.start()
					.runId());
		assertThat(runs).as("each start has made a run of its own").hasSize(8);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(8);
		assertThat(rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where status = 'TERMINATED'", Integer.class))
			.isEqualTo(7);
		client.handle(Waiter.class, "one").signal(Waiter::end);
		assertThat(client.handle(Waiter.class, "one").result(EngineRig.PATIENCE)).isEqualTo("x");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aRefusedStartLeavesTheIdFree(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> first = client.workflow(Waiter::run, "x").id("one").start();
		first.signal(Waiter::end);
		Look.result(first);
		rig.inTransaction(() -> assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> client.workflow(Waiter::run, "x")
				.id("one")
				.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
				.start()));
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_current_run", Integer.class)).isZero();
		Invariants.check(rig.jdbc());
	}

	private static Set<String> atOnce(int threads, IntFunction<String> start) throws Exception {
		CyclicBarrier together = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<String>> starts = IntStream.range(0, threads).mapToObj((i) -> (Callable<String>) () -> {
				together.await(20, TimeUnit.SECONDS);
				return start.apply(i);
			}).toList();
			Set<String> runs = new HashSet<>();
			for (Future<String> outcome : executor.invokeAll(starts)) {
				runs.add(outcome.get());
			}
			return runs;
		}
		finally {
			executor.shutdown();
		}
	}

	@Workflow
	public static class Waiter {

		private boolean ended;

		@WorkflowMethod
		public String run(String input) {
			Workflows.await(() -> this.ended);
			return input;
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

	}

}
