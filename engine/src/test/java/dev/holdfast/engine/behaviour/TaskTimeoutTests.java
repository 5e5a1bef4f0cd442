package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class TaskTimeoutTests {

	@EngineTest
	void failsTheTaskOfCodeThatDoesNotBlock(EngineRig rig) {
		Endless.stop = new CountDownLatch(1);
		Endless.begun.set(0);
		rig.maxTaskAttempts(3);
		WorkflowClient client = rig.start(Endless.class);
		WorkflowHandle<Endless, String> handle = client.workflow(Endless::run)
			.taskTimeout(Duration.ofMillis(300))
			.start();
		try {
			Look.advanceUntil(rig, Duration.ofMillis(500), () -> Look.status(handle) == WorkflowStatus.STUCK);
			assertThat(handle.describe().lastTaskFailure()).contains("still running");
			assertThat(Endless.begun).as("no other code of the run begins while it runs").hasValue(1);
			assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		}
		finally {
			Endless.stop.countDown();
		}
		handle.resume();
		assertThat(Look.result(handle)).as("by then it ends").isEqualTo("ended");
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Endless {

		static final AtomicInteger begun = new AtomicInteger();

		static volatile CountDownLatch stop = new CountDownLatch(1);

		@WorkflowMethod
		public String run() {
			begun.incrementAndGet();
			while (stop.getCount() > 0) {
				Thread.onSpinWait();
				Thread.yield();
			}
			Workflows.sleep(Duration.ZERO);
			return "ended";
		}

	}

}
