package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StartDelayTests {

	@EngineTest
	void putsOffTheCode(EngineRig rig) {
		WorkflowClient client = rig.start(Delayed.class);
		Instant now = Micros.toInstant(rig.clock().micros());
		WorkflowHandle<Delayed, String> handle = client.workflow(Delayed::run).startDelay(Duration.ofHours(2)).start();
		rig.advance(Duration.ofMinutes(119));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Delayed::note))
			.withMessageContaining("has not begun");
		rig.advance(Duration.ofMinutes(1));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerFired", "TimerStarted");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).as("time in the workflow begins with its code")
			.isEqualTo(now.plus(Duration.ofHours(2)) + " ");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsWithASignal(EngineRig rig) {
		WorkflowClient client = rig.start(Delayed.class);
		WorkflowHandle<Delayed, String> handle = client.workflow(Delayed::run).startDelay(Duration.ofHours(2)).start();
		rig.advance(Duration.ofMinutes(30));
		Instant now = Micros.toInstant(rig.clock().micros());
		handle.signal(Delayed::setNote, "now");
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerFired", "SignalReceived",
				"TimerStarted");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).isEqualTo(now + " now");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsWithCancellation(EngineRig rig) {
		WorkflowClient client = rig.start(Delayed.class);
		WorkflowHandle<Delayed, String> handle = client.workflow(Delayed::run).startDelay(Duration.ofHours(2)).start();
		handle.cancel("not needed");
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		WorkflowHandle<Delayed, String> other = client.workflow(Delayed::run).startDelay(Duration.ofHours(2)).start();
		other.terminate("not needed");
		assertThat(Look.failure(other).status()).isEqualTo(WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isKeptWhenTheNodeGoes(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Delayed.class);
		first.client().workflow(Delayed::run).id("moves").startDelay(Duration.ofHours(2)).start();
		rig.awaitQuiet();
		EngineRig.Node second = rig.startNode(Delayed.class);
		first.engine().stop(Duration.ofSeconds(1));
		rig.advance(Duration.ofHours(1));
		WorkflowHandle<Delayed, Object> handle = second.client().handle(Delayed.class, "moves");
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		Look.advanceUntil(rig, Duration.ofMinutes(5), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void countsForTheExecutionTimeoutButNotForThatOfTheRun(EngineRig rig) {
		WorkflowClient client = rig.start(Delayed.class);
		WorkflowHandle<Delayed, String> execution = client.workflow(Delayed::run)
			.startDelay(Duration.ofHours(2))
			.executionTimeout(Duration.ofHours(1))
			.start();
		WorkflowHandle<Delayed, String> run = client.workflow(Delayed::run)
			.startDelay(Duration.ofHours(2))
			.runTimeout(Duration.ofHours(1))
			.start();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.failure(execution).status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		rig.advance(Duration.ofHours(1));
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(run)).isNotEmpty();
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Delayed {

		private String note = "";

		@WorkflowMethod
		public String run() {
			Instant began = Workflows.now();
			Workflows.sleep(Duration.ofMinutes(1));
			return began + " " + this.note;
		}

		@SignalMethod
		public void setNote(String note) {
			this.note = note;
		}

		@QueryMethod
		public String note() {
			return this.note;
		}

	}

}
