package dev.holdfast.engine.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingExampleTests {

	@EngineTest
	void waitsForACondition(EngineRig rig) {
		WorkflowClient client = rig.start(ApprovalWorkflow.class);
		WorkflowHandle<ApprovalWorkflow, String> handle = client.workflow(ApprovalWorkflow::run, false).start();
		rig.advance(Duration.ofDays(1000));
		rig.awaitQuiet();
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		handle.signal(ApprovalWorkflow::approve);
		assertThat(handle.result()).isEqualTo("approved");
	}

	@EngineTest
	void waitsForAConditionForATime(EngineRig rig) {
		WorkflowClient client = rig.start(ApprovalWorkflow.class);
		WorkflowHandle<ApprovalWorkflow, String> approved = client.workflow(ApprovalWorkflow::run, true).start();
		WorkflowHandle<ApprovalWorkflow, String> forgotten = client.workflow(ApprovalWorkflow::run, true).start();
		rig.advance(Duration.ofDays(3).minusNanos(1000));
		rig.awaitQuiet();
		assertThat(forgotten.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		approved.signal(ApprovalWorkflow::approve);
		assertThat(approved.result()).isEqualTo("approved");
		rig.advance(Duration.ofNanos(1000));
		assertThat(forgotten.result()).isEqualTo("not approved");
	}

	@EngineTest
	void sleeps(EngineRig rig) {
		WorkflowClient client = rig.start(SleepingWorkflow.class);
		WorkflowHandle<SleepingWorkflow, Duration> handle = client.workflow(SleepingWorkflow::run).start();
		rig.advance(Duration.ofDays(30).minusNanos(1000));
		rig.awaitQuiet();
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofNanos(1000));
		assertThat(handle.result()).isEqualTo(Duration.ofDays(30));
	}

	@EngineTest
	void runsCodeInCoroutines(EngineRig rig) {
		WorkflowClient client = rig.start(AsyncWorkflow.class);
		WorkflowHandle<AsyncWorkflow, List<String>> handle = client.workflow(AsyncWorkflow::run).start();
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofMinutes(1));
		assertThat(handle.result()).containsExactly("main", "short", "long", "42");
	}

	@EngineTest
	void takesTheFirstOfSeveral(EngineRig rig) {
		WorkflowClient client = rig.start(RaceWorkflow.class);
		WorkflowHandle<RaceWorkflow, String> handle = client.workflow(RaceWorkflow::run).start();
		rig.advance(Duration.ofMinutes(1));
		assertThat(handle.result()).isEqualTo("hare");
	}

	// tag::await[]
	@Workflow
	public static class ApprovalWorkflow {

		private boolean approved;

		@WorkflowMethod
		public String run(boolean inTime) {
			if (!inTime) {
				Workflows.await(() -> this.approved);
				return "approved";
			}
			boolean answered = Workflows.await(Duration.ofDays(3), () -> this.approved);
			return answered ? "approved" : "not approved";
		}

		@SignalMethod
		public void approve() {
			this.approved = true;
		}

	}
	// end::await[]

	@Workflow
	public static class SleepingWorkflow {

		// tag::sleep[]
		@WorkflowMethod
		public Duration run() {
			Instant before = Workflows.now();
			Workflows.sleep(Duration.ofDays(30));
			return Duration.between(before, Workflows.now());
		}
		// end::sleep[]

	}

	@Workflow
	public static class AsyncWorkflow {

		// tag::async[]
		@WorkflowMethod
		public List<String> run() {
			List<String> log = new ArrayList<>();
			Promise<Integer> answer = Workflows.async(() -> {
				Workflows.sleep(Duration.ofMinutes(2));
				log.add("long");
				return 42;
			});
			Promise<?> nothing = Workflows.async(() -> {
				Workflows.sleep(Duration.ofMinutes(1));
				log.add("short");
			});
			log.add("main");
			nothing.get();
			log.add(String.valueOf(answer.get()));
			return log; // main, short, long, 42
		}
		// end::async[]

	}

	@Workflow
	public static class RaceWorkflow {

		@WorkflowMethod
		public String run() {
			Promise<String> tortoise = Workflows.async(() -> {
				Workflows.sleep(Duration.ofMinutes(2));
				return "tortoise";
			});
			Promise<String> hare = Workflows.async(() -> {
				Workflows.sleep(Duration.ofMinutes(1));
				return "hare";
			});
			return Promise.anyOf(tortoise, hare).get();
		}

	}

}
