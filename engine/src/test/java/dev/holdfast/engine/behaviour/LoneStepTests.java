package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.engine.testkit.Statements;
import dev.holdfast.engine.testkit.TestDatabase;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * On PostgreSQL, a step that is alone in its group is written by a statement of its own,
 * which is as careful as the one for many.
 */
class LoneStepTests {

	/** What only the long way asks. */
	private static final String ASKS = "select run_id, message_key from holdfast_inbox";

	private static final String LONE = "with locked as (";

	private final EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void isOneStatement() {
		EngineRig.Node node = this.rig.startNode(Parcel.class, Gate.class);
		Gate gate = node.bean(Gate.class);
		Statements statements = node.countStatements();
		WorkflowHandle<Parcel, List<String>> handle = node.client().workflow(Parcel::run, 3).id("p").start();
		gate.let(3);
		assertThat(Look.result(handle)).isEmpty();
		this.rig.awaitQuiet();
		int lone = statements.counts()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(LONE))
			.mapToInt((entry) -> entry.getValue())
			.sum();
		assertThat(lone).as("lone steps").isEqualTo(4);
		assertThat(Look.types(handle)).hasSize(1 + 2 * 3 + 1);
		Invariants.check(this.rig.jdbc());
	}

	@Test
	void endsNoRunThatSomebodyIsJustSendingTo() {
		EngineRig.Node node = this.rig.startNode(Parcel.class, Gate.class);
		Gate gate = node.bean(Gate.class);
		WorkflowHandle<Parcel, List<String>> handle = node.client().workflow(Parcel::run, 1).start();
		gate.awaitCalls(1);
		Pause pause = node.pauseBefore(ASKS);
		this.rig.inTransaction(() -> {
			handle.signal(Parcel::hear, "late");
			gate.let(1);
			pause.awaitReached();
		});
		pause.goOn();
		assertThat(Look.result(handle)).containsExactly("late");
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@Test
	void endsNoRunThatWasSentSomethingItHasNotSeen() {
		EngineRig.Node node = this.rig.startNode(Parcel.class, Gate.class);
		Gate gate = node.bean(Gate.class);
		WorkflowClient elsewhere = this.rig.createNode((context) -> context.register(Parcel.class, Gate.class))
			.client();
		WorkflowHandle<Parcel, List<String>> handle = node.client().workflow(Parcel::run, 1).start();
		gate.awaitCalls(1);
		elsewhere.handle(handle.workflowId()).signal("hear", "unseen");
		gate.let(1);
		assertThat(Look.result(handle)).containsExactly("unseen");
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@ParameterizedTest
	@CsvSource({ "epoch, 1", "epoch, 2", "version, 1", "version, 2" })
	void isNotWrittenIfTheRunIsNotAsKnown(String column, int steps) {
		EngineRig.Node node = this.rig.startNode(Parcel.class, Gate.class);
		Gate gate = node.bean(Gate.class);
		WorkflowHandle<Parcel, List<String>> handle = node.client().workflow(Parcel::run, steps).start();
		gate.awaitCalls(1);
		this.rig.awaitQuietBut(1);
		this.rig.jdbc()
			.update("update holdfast_run set " + column + " = " + column + " + 1, owner = null, wake_at = 0");
		gate.let(1);
		gate.awaitThrough(1);
		EngineRig.await(() -> {
			this.rig.clock().advance(Duration.ofMillis(100));
			return gate.calls() == 2;
		});
		assertThat(Look.types(handle)).doesNotContain("ActivityCompleted");
		gate.let(steps);
		assertThat(Look.result(handle)).isEmpty();
		assertThat(gate.calls()).isEqualTo(1 + steps);
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@ParameterizedTest
	@CsvSource({ "1", "2" })
	void waitsForNobody(int steps) {
		EngineRig.Node node = this.rig.startNode(Parcel.class, Gate.class);
		Gate gate = node.bean(Gate.class);
		WorkflowHandle<Parcel, List<String>> locked = node.client().workflow(Parcel::run, steps).start();
		gate.awaitCalls(1);
		this.rig.awaitQuietBut(1);
		this.rig.inTransaction(() -> {
			node.bean(JdbcTemplate.class).queryForList("select 1 from holdfast_run for update");
			gate.let(1);
			gate.awaitThrough(1);
			List<WorkflowHandle<Parcel, List<String>>> others = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				others.add(CompletableFuture.supplyAsync(() -> node.client().workflow(Parcel::run, 1).start()).join());
			}
			gate.let(others.size());
			others.forEach((other) -> assertThat(Look.result(other)).isEmpty());
			assertThat(Look.types(locked)).doesNotContain("ActivityCompleted");
		});
		gate.let(steps - 1);
		assertThat(Look.result(locked)).isEmpty();
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	/** Goes through the gate a few times, and tells what it has heard. */
	@Workflow
	public static class Parcel {

		private final List<String> heard = new ArrayList<>();

		private final Gate gate;

		public Parcel(Gate gate) {
			this.gate = gate;
		}

		@WorkflowMethod
		public List<String> run(int steps) {
			for (int i = 0; i < steps; i++) {
				this.gate.pass();
			}
			return this.heard;
		}

		@SignalMethod
		public void hear(String word) {
			this.heard.add(word);
		}

	}

	/** Lets through as many as it is told. */
	@Activity
	public static class Gate {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger through = new AtomicInteger();

		private final Semaphore passes = new Semaphore(0);

		@ActivityMethod(startToCloseTimeout = "1h")
		public void pass() {
			this.calls.incrementAndGet();
			try {
				if (!this.passes.tryAcquire(EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
					throw new IllegalStateException("was never let through");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.through.incrementAndGet();
		}

		void let(int count) {
			this.passes.release(count);
		}

		int calls() {
			return this.calls.get();
		}

		void awaitCalls(int count) {
			EngineRig.await(() -> this.calls.get() == count);
		}

		void awaitThrough(int count) {
			EngineRig.await(() -> this.through.get() == count);
		}

	}

}
