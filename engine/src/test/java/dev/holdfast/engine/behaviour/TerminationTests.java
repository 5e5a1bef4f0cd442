package dev.holdfast.engine.behaviour;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TerminationTests {

	@EngineTest
	void endsARunningExecutionAtOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run).start();
		rig.awaitQuiet();
		handle.terminate("by hand");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure).cause().isInstanceOf(TerminatedFailure.class).hasMessageContaining("by hand");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerStarted", "WorkflowTerminated");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void waitsForATransactionThatSendsAMessage(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run).start();
		rig.awaitQuiet();
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch mayCommit = new CountDownLatch(1);
		CompletableFuture<?> sender = CompletableFuture.runAsync(() -> rig.inTransaction(() -> {
			handle.signal("note");
			sent.countDown();
			await(mayCommit);
		}));
		await(sent);
		CompletableFuture<?> termination = CompletableFuture.runAsync(() -> handle.terminate("by hand"));
		WorkflowHandle<Stubborn, String> other = client.workflow(Stubborn::run).start();
		other.terminate("meanwhile");
		assertThat(Look.status(other)).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		mayCommit.countDown();
		sender.get(20, TimeUnit.SECONDS);
		termination.get(20, TimeUnit.SECONDS);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void saysWhoMayBeInTheWayWhenASenderDoesNotEnd(EngineRig rig) {
		AtomicReference<Thread> impatient = new AtomicReference<>();
		rig.threads(withoutPatience(impatient));
		WorkflowHandle<Stubborn, String> handle = rig.start(Stubborn.class).workflow(Stubborn::run).start();
		rig.awaitQuiet();
		rig.inTransaction(() -> {
			handle.signal("note");
			CompletableFuture.runAsync(() -> {
				impatient.set(Thread.currentThread());
				assertThatIllegalStateException().isThrownBy(() -> handle.terminate("by hand"))
					.withMessageContainingAll("was not terminated within 10 s", "rows locked",
							"sends a message to the execution and is still open", "Try again when it has ended");
				impatient.set(null);
			}).orTimeout(20, TimeUnit.SECONDS).join();
		});
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		handle.terminate("again");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	/** Threads of which one sees an hour go by each time that it looks. */
	private static EngineThreads withoutPatience(AtomicReference<Thread> impatient) {
		EngineThreads threads = new JvmThreads();
		AtomicLong looks = new AtomicLong();
		return (EngineThreads) Proxy.newProxyInstance(EngineThreads.class.getClassLoader(),
				new Class<?>[] { EngineThreads.class }, (proxy, method, arguments) -> {
					boolean looksAtTime = method.getName().equals("nanoTime")
							&& Thread.currentThread() == impatient.get();
					try {
						return looksAtTime ? threads.nanoTime() + TimeUnit.HOURS.toNanos(looks.incrementAndGet())
								: method.invoke(threads, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static void await(CountDownLatch latch) {
		EngineRig.await(() -> latch.getCount() == 0);
	}

	@EngineTest
	void twiceHasNoFurtherEffect(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run).start();
		rig.awaitQuiet();
		handle.terminate("first");
		handle.terminate("second");
		assertThat(Look.failure(handle)).cause().hasMessageContaining("first");
		assertThat(Look.types(handle)).filteredOn("WorkflowTerminated"::equals).hasSize(1);
	}

	@EngineTest
	void andCancellationOfAClosedExecutionHaveNoEffect(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run).start();
		rig.awaitQuiet();
		handle.cancel("once");
		handle.cancel("twice");
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		List<String> before = Look.types(handle);
		handle.cancel("late");
		handle.terminate("late");
		rig.awaitQuiet();
		assertThat(Look.types(handle)).isEqualTo(before);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.CANCELED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsAStuckExecution(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Broken.class);
		WorkflowHandle<Broken, String> handle = client.workflow(Broken::run).start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		handle.terminate("hopeless");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNotUndoneByWhatTheRunWasDoing(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run).start();
		rig.awaitQuiet();
		handle.terminate("enough");
		rig.advance(Duration.ofDays(2));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerStarted", "WorkflowTerminated");
	}

	@EngineTest
	void comesByItselfWhenTheExecutionTimeoutHasPassed(EngineRig rig) {
		WorkflowClient client = rig.start(Stubborn.class);
		WorkflowHandle<Stubborn, String> handle = client.workflow(Stubborn::run)
			.executionTimeout(Duration.ofMinutes(5))
			.start();
		rig.advance(Duration.ofMinutes(4));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofMinutes(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		assertThat(failure).cause().isInstanceOf(TimeoutFailure.class);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Stubborn {

		@WorkflowMethod
		public String run() {
			Workflows.sleep(Duration.ofDays(1));
			return "slept";
		}

	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("broken");
		}

	}

}
