package dev.holdfast.engine.behaviour;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

class WorkflowIdTests {

	@EngineTest
	void ofARunningExecutionIsRefusedByDefault(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> first = client.workflow(Waiter::run).id("one").start();
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> client.workflow(Waiter::run).id("one").start())
			.withMessageContaining("one");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(1);
		assertThat(Look.status(first)).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void ofARunningExecutionCanBeUsedAsItIs(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> first = client.workflow(Waiter::run).id("one").start();
		WorkflowHandle<Waiter, String> second = client.workflow(Waiter::run)
			.id("one")
			.idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.start();
		assertThat(second.runId()).isEqualTo(first.runId());
	}

	@EngineTest
	void ofARunningExecutionCanBeTakenFromIt(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> first = client.workflow(Waiter::run).id("one").start();
		WorkflowHandle<Waiter, String> second = client.workflow(Waiter::run)
			.id("one")
			.idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
			.start();
		assertThat(second.runId()).isNotEqualTo(first.runId());
		assertThat(Look.status(first)).isEqualTo(WorkflowStatus.TERMINATED);
		second.signal(Waiter::end, "done");
		assertThat(Look.result(second)).isEqualTo("done");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAClosedExecutionMayBeUsedAgainAsThePolicySays(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> completed = client.workflow(Waiter::run).id("completed").start();
		completed.signal(Waiter::end, "done");
		Look.result(completed);
		WorkflowHandle<Waiter, String> failed = client.workflow(Waiter::run).id("failed").start();
		failed.terminate("no");
		for (String id : List.of("completed", "failed")) {
			assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
				.isThrownBy(() -> client.workflow(Waiter::run)
					.id(id)
					.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
					.start());
		}
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class).isThrownBy(() -> client.workflow(Waiter::run)
			.id("completed")
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
			.start());
		assertThat(client.workflow(Waiter::run)
			.id("failed")
			.idReusePolicy(WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY)
			.start()
			.runId()).isNotEqualTo(failed.runId());
		assertThat(client.workflow(Waiter::run).id("completed").start().runId()).isNotEqualTo(completed.runId());
		assertThat(Look.result(completed)).as("the old handle keeps its run").isEqualTo("done");
	}

	@EngineTest
	void contradictoryPoliciesAreRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Waiter::run)
			.id("x")
			.idConflictPolicy(WorkflowIdConflictPolicy.TERMINATE_EXISTING)
			.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
			.start());
	}

	@EngineTest
	void thatBreaksTheRulesIsRefusedAndWritesNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		for (String bad : List.of("", " ", "\t", "a\u0000b", "a\nb", "a\u0085b", "x".repeat(256), "half \uD83D",
				"\uDE00 half", " leading", "trailing ")) {
			assertThatIllegalArgumentException().as(bad).isThrownBy(() -> client.workflow(Waiter::run).id(bad).start());
		}
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isZero();
	}

	@EngineTest
	void ofAnyUnicodeIsKept(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		for (String id : List.of("../../etc/passwd", "' OR 1=1", "order-😀-ß-漢", "\uD83D\uDE00".repeat(255),
				"x".repeat(255), "a'b\"c\\d%_;--", "e\u0301 and \u00e9", "\u202Ertl")) {
			WorkflowHandle<Waiter, String> handle = client.workflow(Waiter::run).id(id).start();
			assertThat(client.handle(id).runId()).isEqualTo(handle.runId());
			assertThat(handle.describe().execution().workflowId()).isEqualTo(id);
			client.handle(Waiter.class, id).signal(Waiter::end, id);
			assertThat(Look.result(handle)).isEqualTo(id);
		}
	}

	@EngineTest
	void thatDiffersOnlyInCaseOrNormalFormIsAnother(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		List<String> ids = List.of("order", "Order", "caf\u00e9", "cafe\u0301");
		ids.forEach((id) -> client.workflow(Waiter::run).id(id).start());
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_run", Integer.class)).isEqualTo(4);
		for (String id : ids) {
			client.handle(Waiter.class, id).signal(Waiter::end, id);
			assertThat(client.handle(Waiter.class, id).result(EngineRig.PATIENCE)).isEqualTo(id);
		}
	}

	@EngineTest
	void startedByManyAtOnceStartsOnce(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Waiter.class);
		int threads = 32;
		CyclicBarrier together = new CyclicBarrier(threads);
		Set<String> started = ConcurrentHashMap.newKeySet();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Boolean>> starts = IntStream.range(0, threads).mapToObj((i) -> (Callable<Boolean>) () -> {
				together.await(20, TimeUnit.SECONDS);
				try {
					started.add(client.workflow(Waiter::run).id("the one").start().runId());
					return true;
				}
				catch (WorkflowAlreadyStartedException ex) {
					return false;
				}
			}).toList();
			int succeeded = 0;
			for (Future<Boolean> outcome : executor.invokeAll(starts)) {
				succeeded += outcome.get() ? 1 : 0;
			}
			assertThat(succeeded).isEqualTo(1);
		}
		finally {
			executor.shutdown();
		}
		assertThat(started).hasSize(1);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_run", Integer.class)).isEqualTo(1);
	}

	@Workflow
	public static class Waiter {

		private String ended = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.ended.isEmpty());
			return this.ended;
		}

		@SignalMethod
		public void end(String result) {
			this.ended = result;
		}

	}

}
