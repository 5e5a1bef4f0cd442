package dev.holdfast.engine.behaviour;

import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.ScarceThreads;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** A node that runs out of something goes on when it has it again. */
class ExhaustedNodeTests {

	@EngineTest
	void whatGetsNoThreadBeginsWhenThereIsOne(EngineRig rig) {
		ScarceThreads threads = new ScarceThreads();
		EngineRig.Node node = rig.threads(threads).startNode(Sums.class, Adder.class);
		threads.runOut(1);
		WorkflowHandle<Sums, Integer> task = node.client().workflow(Sums::run, 3).start();
		assertThat(Look.result(task)).isEqualTo(6);
		assertThat(threads.missed()).isEqualTo(1);
		threads.runOut(7);
		WorkflowHandle<Sums, Integer> activities = node.client().workflow(Sums::run, 4).start();
		assertThat(Look.result(activities)).isEqualTo(10);
		assertThat(threads.missed()).isEqualTo(8);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aRunWhoseMemoryCannotBeTrustedIsReadAgain(EngineRig rig) {
		AtomicInteger thrown = new AtomicInteger();
		rig.metrics(new EngineMetrics() {

			@Override
			public void signalDropped(String workflowType) {
				thrown.incrementAndGet();
				throw new StackOverflowError("a registry that cannot count");
			}

		});
		EngineRig.Node node = rig.startNode(Sums.class, Adder.class, Listener.class);
		WorkflowHandle<Listener, String> handle = node.client().workflow(Listener::run).id("listener").start();
		rig.awaitQuiet();
		node.client().handle("listener").signal("hear", "no number");
		EngineRig.await(() -> thrown.get() == 1);
		handle.signal(Listener::hear, 5);
		assertThat(Look.result(handle)).isEqualTo("heard 5");
		assertThat(Look.types(handle)).containsOnlyOnce("SignalDropped");
		assertThat(thrown).as("what follows a commit follows it once").hasValue(1);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Sums {

		@WorkflowMethod
		public int run(int upTo) {
			int sum = 0;
			for (int i = 1; i <= upTo; i++) {
				sum = Workflows.activity(Adder::add, sum, i).execute();
			}
			return sum;
		}

	}

	@Activity
	public static class Adder {

		@ActivityMethod(startToCloseTimeout = "1m")
		public int add(int a, int b) {
			return a + b;
		}

	}

	@Workflow
	public static class Listener {

		private int heard;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.heard > 0);
			return "heard " + this.heard;
		}

		@SignalMethod
		public void hear(int number) {
			this.heard = number;
		}

	}

}
