package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
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

class SignalTests {

	@EngineTest
	void arriveInTheOrderInWhichTheyWereSent(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 30).start();
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			handle.signal(Collector::add, "s" + i);
			sent.add("s" + i);
		}
		assertThat(Look.result(handle)).containsSubsequence(sent).hasSize(31);
	}

	@EngineTest
	void sentWithTheStartInOneTransactionIsHandledBeforeTheFirstLine(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		AtomicReference<WorkflowHandle<Collector, List<String>>> started = new AtomicReference<>();
		rig.inTransaction(() -> {
			WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
			handle.signal(Collector::add, "early");
			started.set(handle);
		});
		assertThat(Look.result(started.get())).containsExactly("early", "main");
	}

	@EngineTest
	void ofATransactionThatRollsBackNeverWas(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
		rig.awaitQuiet();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rig.inTransaction(() -> {
			handle.signal(Collector::add, "never");
			throw new IllegalStateException("roll back");
		}));
		handle.signal(Collector::add, "kept");
		assertThat(Look.result(handle)).containsExactly("main", "kept");
	}

	@EngineTest
	void mayBlockInTheirHandlers(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 2).start();
		rig.awaitQuiet();
		handle.signal(Collector::addLater, "slow");
		handle.signal(Collector::add, "quick");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).containsExactly("main", "quick", "slow");
	}

	@EngineTest
	void interleaveInTheSameWayWheneverTheyAreReplayed(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 6).start();
		rig.awaitQuiet();
		rig.inTransaction(() -> {
			handle.signal(Collector::addThrice, "a");
			handle.signal(Collector::addThrice, "b");
		});
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(handle)).containsExactly("main", "a0", "b0", "a1", "b1", "a2", "b2");
	}

	@EngineTest
	void ofAnUnknownNameIsRecordedAndHarmless(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
		rig.awaitQuiet();
		handle.signal("nobody-knows-this", 1, "two");
		handle.signal(Collector::add, "x");
		assertThat(Look.result(handle)).containsExactly("main", "x");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "SignalReceived", "SignalReceived",
				"WorkflowCompleted");
		assertThat(handle.history().events().get(1).attributes()).contains("nobody-knows-this");
	}

	@EngineTest
	void withAnUnreadablePayloadIsRecordedAndHarmless(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
		rig.awaitQuiet();
		handle.signal("add", Map.of("not", List.of("a", "string")));
		rig.awaitQuiet();
		handle.signal(Collector::add, "x");
		assertThat(Look.result(handle)).containsExactly("main", "x");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "SignalReceived", "SignalDropped",
				"SignalReceived", "WorkflowCompleted");
	}

	@EngineTest
	void toAClosedExecutionIsRefusedAndWritesNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 0).id("closed").start();
		Look.result(handle);
		int events = handle.history().events().size();
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> handle.signal(Collector::add, "late"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(WorkflowStatus.COMPLETED))
			.withMessageContaining("closed");
		assertThat(handle.history().events()).hasSize(events);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	@EngineTest
	void toAnUnknownIdIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> client.handle(Collector.class, "nobody"))
			.withMessageContaining("'nobody'");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	@EngineTest
	void withABadNameIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
		assertThatIllegalArgumentException().isThrownBy(() -> handle.signal("a\u0000b"));
		assertThatIllegalArgumentException().isThrownBy(() -> handle.signal(" "));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
	}

	@EngineTest
	void racingWithTheEndIsProcessedOrRefusedAndNeverLost(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Collector.class);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 200; round++) {
				WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
				Set<String> accepted = ConcurrentHashMap.newKeySet();
				CyclicBarrier together = new CyclicBarrier(2);
				CompletableFuture
					.allOf(CompletableFuture.runAsync(() -> send(handle, "a", together, accepted), threads),
							CompletableFuture.runAsync(() -> send(handle, "b", together, accepted), threads))
					.get(20, TimeUnit.SECONDS);
				List<String> result = Look.result(handle);
				accepted.add("main");
				assertThat(result).containsExactlyInAnyOrderElementsOf(accepted);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	private static void send(WorkflowHandle<Collector, List<String>> handle, String value, CyclicBarrier together,
			Set<String> accepted) {
		try {
			together.await();
			handle.signal(Collector::add, value);
			accepted.add(value);
		}
		catch (WorkflowNotRunningException ex) {
			// refused: it must not be in the result
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@EngineTest
	void inALongTransactionDelaysTheEndOfItsRunAndNobodyElse(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Collector.class);
		WorkflowHandle<Collector, List<String>> handle = client.workflow(Collector::run, 1).start();
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch mayCommit = new CountDownLatch(1);
		CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> rig.inTransaction(() -> {
			handle.signal(Collector::add, "in the transaction");
			sent.countDown();
			awaitLatch(mayCommit);
		}));
		assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
		handle.signal(Collector::add, "at once");
		for (int i = 0; i < 20; i++) {
			WorkflowHandle<Collector, List<String>> other = client.workflow(Collector::run, 0).start();
			assertThat(Look.result(other)).containsExactly("main");
		}
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		mayCommit.countDown();
		sender.get(20, TimeUnit.SECONDS);
		assertThat(Look.result(handle)).containsExactlyInAnyOrder("main", "at once", "in the transaction");
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			if (!latch.await(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("waited for too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Workflow
	public static class Collector {

		private final List<String> received = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int signals) {
			this.received.add("main");
			Workflows.await(() -> this.received.size() > signals);
			return this.received;
		}

		@SignalMethod
		public void add(String value) {
			this.received.add(value);
		}

		@SignalMethod
		public void addLater(String value) {
			Workflows.sleep(Duration.ofMinutes(1));
			this.received.add(value);
		}

		@SignalMethod
		public void addThrice(String value) {
			this.received.add(value + "0");
			Workflows.sleep(Duration.ofSeconds(1));
			this.received.add(value + "1");
			Workflows.sleep(Duration.ofSeconds(1));
			this.received.add(value + "2");
		}

	}

}
