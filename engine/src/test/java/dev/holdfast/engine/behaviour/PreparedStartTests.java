package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.LateCommit;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.engine.testkit.Statements;
import dev.holdfast.engine.testkit.TestDatabase;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The code of a run with an id of the engine's choice begins before its start is written,
 * and its first step is written with the start.
 */
class PreparedStartTests {

	/** How often a start may be too slow for its first step to come in time. */
	private static final int TRIES = 100;

	/** So long that no audit finds what the node does not look for. */
	private static final Duration NO_AUDIT = Duration.ofHours(1);

	private static final String START = "into holdfast_execution";

	private static final String STEP = "update holdfast_run";

	private static final int PERMITS = 1000;

	private static final Map<String, Witness> witnesses = new ConcurrentHashMap<>();

	private final String test = UUID.randomUUID().toString();

	private final Witness witness = Witness.of(this.test);

	@AfterEach
	void forget() {
		witnesses.remove(this.test);
	}

	@EngineTest
	void isOneCommitWithTheFirstStep(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
		Shop shop = node.bean(Shop.class);
		for (int i = 1; i <= TRIES; i++) {
			Statements statements = node.countStatements();
			WorkflowHandle<Errand, String> handle = node.client().workflow(Errand::run, this.test).start();
			shop.awaitCalls(i);
			rig.awaitQuietBut(i);
			assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled");
			if (count(statements, STEP) == 0) {
				shop.open.release(i);
				rig.awaitQuiet();
				assertThat(Look.result(handle)).isEqualTo(this.test);
				Invariants.check(rig.jdbc());
				return;
			}
		}
		throw new AssertionError("Each first step was written for itself");
	}

	/** The start is written when nothing has come of its code for a while. */
	@EngineTest
	void doesNotWaitForCodeThatTakesItsTime(EngineRig rig) {
		rig.deadlockDetection(Duration.ofMinutes(1));
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class, Slow.class);
		WorkflowHandle<Slow, String> handle = node.client().workflow(Slow::run, this.test).start();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		node.bean(Shop.class).open.release(1);
		this.witness.door.release(PERMITS);
		assertThat(Look.result(handle)).isEqualTo(this.test);
		assertThat(node.bean(Shop.class).calls.get()).isEqualTo(1);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void leavesNothingBehindThatIsNotWritten(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
		rig.jdbc().execute("alter table holdfast_execution rename to elsewhere");
		for (int i = 0; i < TRIES && this.witness.begun.get() == 0; i++) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> node.client().workflow(Errand::run, this.test).start())
				.havingRootCause()
				.withMessageMatching("(?is).*holdfast_execution.*");
		}
		assertThat(this.witness.begun).hasPositiveValue();
		rig.jdbc().execute("alter table elsewhere rename to holdfast_execution");
		EngineRig.await(() -> this.witness.left.get() == this.witness.begun.get());
		assertThat(node.engine().ownedRuns()).isZero();
		assertThat(node.bean(Shop.class).calls.get()).isZero();
		assertThat(rig.jdbc().queryForList("select run_id from holdfast_event")).isEmpty();
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	/** What nobody knows of at first is found once it is there. */
	@Test
	void isFoundWhenItArrivesLate() throws Exception {
		try (EngineRig rig = new EngineRig(TestDatabase.H2, false)) {
			rig.lease(NO_AUDIT);
			EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
			Shop shop = node.bean(Shop.class);
			shop.open.release(1);
			LateCommit start = node.lateCommitOf(START);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> node.client().workflow(Errand::run, this.test).start());
			assertThat(shop.calls.get()).isZero();
			start.arrive();
			EngineRig.await(() -> {
				rig.clock().advance(Duration.ofMillis(100));
				return rig.jdbc()
					.queryForObject("select count(*) from holdfast_execution where status = 'COMPLETED'",
							Integer.class) == 1;
			});
			assertThat(shop.calls.get()).isEqualTo(1);
			rig.awaitQuiet();
			Invariants.check(rig.jdbc());
		}
	}

	@EngineTest
	void isGivenUpByANodeThatWasTakenForDeadMeanwhile(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
		Pause pause = node.pauseBefore(START);
		CompletableFuture<WorkflowHandle<Errand, String>> starting = CompletableFuture
			.supplyAsync(() -> node.client().workflow(Errand::run, this.test).start());
		pause.awaitReached();
		Object life = node.engine().bootId();
		rig.jdbc().update("delete from holdfast_node");
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(1));
			return !node.engine().bootId().equals(life);
		});
		pause.goOn();
		// an attempt that began in the life before does not count
		node.bean(Shop.class).open.release(PERMITS);
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(1));
			node.engine().ownership().wakeUp();
			return starting.isDone() && !Look.status(starting.join()).isOpen();
		});
		assertThat(Look.result(starting.join())).isEqualTo(this.test);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void runsNoCodeWhereSomebodyElseMayHaveTheId(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
		Shop shop = node.bean(Shop.class);
		WorkflowHandle<Errand, String> handle = node.client().workflow(Errand::run, this.test).id("mine").start();
		shop.awaitCalls(1);
		rig.awaitQuietBut(1);
		this.witness.begun.set(0);
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class)
			.isThrownBy(() -> node.client().workflow(Errand::run, this.test).id("mine").start());
		assertThat(this.witness.begun).hasValue(0);
		shop.open.release(1);
		assertThat(Look.result(handle)).isEqualTo(this.test);
	}

	/** A second start of one start means the same execution. */
	@EngineTest
	void ofTheSameExecutionIsRefused(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class);
		node.bean(Shop.class).open.release(2);
		WorkflowStart<Errand, String> start = node.client().workflow(Errand::run, this.test);
		WorkflowHandle<Errand, String> handle = start.start();
		Throwable again = catchThrowable(start::start);
		assertThat(Look.result(handle)).isEqualTo(this.test);
		if (again == null) {
			assertThat(Look.types(handle)).hasSize(4); // the first one had closed by then
		}
		else {
			assertThat(again).isInstanceOf(WorkflowAlreadyStartedException.class);
		}
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isWrittenBeforeAFirstStepThatDoesMore(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Errand.class, Shop.class, Family.class, Silent.class, Failing.class);
		node.bean(Shop.class).open.release(1);
		assertThat(Look.result(node.client().workflow(Family::run, this.test).start())).isEqualTo(this.test);
		assertThat(Look.result(node.client().workflow(Silent::run, this.test).start())).isEqualTo(this.test);
		this.witness.failures.set(2);
		WorkflowHandle<Failing, String> failing = node.client().workflow(Failing::run, this.test).start();
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> !Look.status(failing).isOpen());
		assertThat(Look.result(failing)).isEqualTo(this.test);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	private static int count(Statements statements, String text) {
		return statements.counts()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(text))
			.mapToInt((entry) -> entry.getValue())
			.sum();
	}

	/** What the code of one test has done. */
	private static final class Witness {

		private final AtomicInteger begun = new AtomicInteger();

		private final AtomicInteger left = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		private final Semaphore door = new Semaphore(0);

		static Witness of(String test) {
			return witnesses.computeIfAbsent(test, (key) -> new Witness());
		}

	}

	@Workflow
	public static class Errand {

		private final Shop shop;

		public Errand(Shop shop) {
			this.shop = shop;
		}

		@WorkflowMethod
		public String run(String test) {
			Witness.of(test).begun.incrementAndGet();
			try {
				return this.shop.buy(test);
			}
			finally {
				Witness.of(test).left.incrementAndGet();
			}
		}

	}

	/** Sells when it is open. */
	@Activity
	public static class Shop {

		private final AtomicInteger calls = new AtomicInteger();

		private final Semaphore open = new Semaphore(0);

		@ActivityMethod(startToCloseTimeout = "1h")
		public String buy(String what) {
			this.calls.incrementAndGet();
			try {
				if (!this.open.tryAcquire(EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
					throw new IllegalStateException("never opened");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return what;
		}

		void awaitCalls(int count) {
			EngineRig.await(() -> this.calls.get() == count);
		}

	}

	/** Its code holds its thread until somebody opens the door. */
	@Workflow
	public static class Slow {

		private final Shop shop;

		public Slow(Shop shop) {
			this.shop = shop;
		}

		@WorkflowMethod
		public String run(String test) {
			Witness.of(test).door.acquireUninterruptibly();
			return this.shop.buy(test);
		}

	}

	@Workflow
	public static class Family {

		@WorkflowMethod
		public String run(String test) {
			return Workflows.child(Errand::run, test).execute();
		}

	}

	@Workflow
	public static class Silent {

		@WorkflowMethod
		public String run(String test) {
			return test;
		}

	}

	@Workflow
	public static class Failing {

		@WorkflowMethod
		public String run(String test) {
			if (Witness.of(test).failures.getAndDecrement() > 0) {
				throw new IllegalStateException("broken");
			}
			return test;
		}

	}

}
