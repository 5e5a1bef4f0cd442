package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Local;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.activity.LocalActivityTests.Crowd;
import dev.holdfast.engine.activity.LocalActivityTests.Crowded;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Local activities that fail are tried again: in memory, or after a durable delay. */
class LocalActivityRetryTests {

	@EngineTest
	void retryInMemoryWhileTheDelayIsShort(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Retrying.class, Flaky.class);
		WorkflowHandle<Retrying, String> handle = node.client().workflow(Retrying::run, 3, 1L).start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(2));
		rig.advance(Duration.ofSeconds(4));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("attempt 4");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "LocalActivityClosed", "WorkflowCompleted");
	}

	@EngineTest
	void makeALongDelayDurable(EngineRig rig) {
		rig.maxRuns(1);
		EngineRig.Node first = rig.startNode(Retrying.class, Flaky.class);
		first.client().workflow(Retrying::run, 1, 60L).id("patient").start();
		EngineRig
			.await(() -> types(first.client().handle(Retrying.class, "patient")).contains("LocalActivityBackedOff"));
		rig.awaitQuiet();
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(30));
		EngineRig.Node second = rig.startNode(Retrying.class, Flaky.class);
		rig.awaitQuiet();
		assertThat(second.bean(Flaky.class).attempts).isEmpty();
		rig.clock().advance(Duration.ofSeconds(30));
		WorkflowHandle<?, ?> handle = second.client().handle(Retrying.class, "patient");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("attempt 2");
		assertThat(second.bean(Flaky.class).attempts).containsExactly(2);
		assertThat(types(handle)).containsExactly("WorkflowStarted", "LocalActivityBackedOff", "LocalActivityClosed",
				"WorkflowCompleted");
	}

	@EngineTest
	void leaveTheMemoryDuringADurableDelay(EngineRig rig) {
		rig.maxRuns(1);
		EngineRig.Node node = rig.startNode(Retrying.class, Flaky.class, Crowd.class, Crowded.class, Hold.class);
		node.bean(Hold.class).open();
		WorkflowHandle<Retrying, String> patient = node.client().workflow(Retrying::run, 1, 60L).start();
		EngineRig.await(() -> types(patient).contains("LocalActivityBackedOff"));
		assertThat(node.client().workflow(Crowd::run, 1).start().result(EngineRig.PATIENCE)).isEqualTo(1);
		rig.advance(Duration.ofSeconds(60));
		assertThat(patient.result(EngineRig.PATIENCE)).isEqualTo("attempt 2");
	}

	@EngineTest
	void runAgainWhereTheyWereWhenTheirNodeStops(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Retrying.class, Flaky.class);
		first.client().workflow(Retrying::run, 2, 1L).id("moved").start();
		rig.advance(Duration.ofMillis(500));
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = rig.startNode(Retrying.class, Flaky.class);
		EngineRig.await(() -> second.bean(Flaky.class).attempts.size() == 1);
		rig.advance(Duration.ofSeconds(1));
		EngineRig.await(() -> second.bean(Flaky.class).attempts.size() == 2);
		rig.advance(Duration.ofSeconds(2));
		assertThat(second.client().handle(Retrying.class, "moved").result(EngineRig.PATIENCE)).isEqualTo("attempt 3");
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	@Workflow
	public static class Retrying {

		@WorkflowMethod
		public String run(int failures, long firstDelaySeconds) {
			return Workflows.localActivity(Flaky::work, failures)
				.retryPolicy(RetryPolicy.unlimited().initialInterval(Duration.ofSeconds(firstDelaySeconds)))
				.localRetryThreshold(Duration.ofSeconds(10))
				.execute();
		}

	}

	@Activity
	public static class Flaky {

		final List<Integer> attempts = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "10s")
		public String work(int failures) {
			int attempt = Activities.info().attempt();
			this.attempts.add(attempt);
			if (attempt <= failures) {
				throw new IllegalStateException("attempt " + attempt + " failed");
			}
			return "attempt " + attempt;
		}

	}

}
