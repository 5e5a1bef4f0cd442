package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityCallExampleTests {

	@EngineTest
	void callsWithOptionsOfItsOwn(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ApiWorkflow.class, ExternalApi.class);
		WorkflowHandle<?, ApiResponse> handle = node.client()
			.workflow(ApiWorkflow::run, new ApiRequest("42"))
			.id("api")
			.start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(2));
		assertThat(handle.result()).isEqualTo(new ApiResponse(200, "found 42"));
		List<ActivityInfo> attempts = node.bean(ExternalApi.class).attempts;
		assertThat(attempts).extracting(ActivityInfo::attempt).containsExactly(1, 2, 3);
		assertThat(attempts).allSatisfy((info) -> {
			assertThat(info.workflowId()).isEqualTo("api");
			assertThat(info.runId()).isEqualTo(handle.runId());
			assertThat(info.workflowType()).isEqualTo("ApiWorkflow");
			assertThat(info.activityType()).isEqualTo("ExternalApi.call");
			assertThat(info.taskQueue()).isEqualTo("default");
		});
		assertThat(attempts.get(2).startToCloseDeadline())
			.isEqualTo(attempts.get(2).scheduledAt().plusSeconds(3).plusSeconds(30));
		assertThat(attempts).extracting(ActivityInfo::idempotencyKey).containsOnly(attempts.get(0).idempotencyKey());
	}

	@EngineTest
	void goesOnWhileTheActivityRuns(EngineRig rig) {
		WorkflowClient client = rig.start(AsyncWorkflow.class, ExternalApi.class);
		assertThat(client.workflow(AsyncWorkflow::run).id("async").execute()).containsExactly("first", "second");
		assertThat(client.handle("async").history().events()).extracting("type")
			.startsWith("WorkflowStarted", "ActivityScheduled", "ActivityScheduled");
	}

	@EngineTest
	void callsByName(EngineRig rig) {
		WorkflowClient client = rig.start(ByNameWorkflow.class, ExternalApi.class);
		assertThat(client.workflow(ByNameWorkflow::run).execute()).isEqualTo("by name");
	}

	@EngineTest
	void callsActivitiesThatReturnNothing(EngineRig rig) {
		EngineRig.Node node = rig.startNode(NotifyingWorkflow.class, ExternalApi.class);
		node.client().workflow(NotifyingWorkflow::run).execute();
		assertThat(node.bean(ExternalApi.class).told).containsExactly("by reference", "by stub");
	}

	/** What is asked. */
	public record ApiRequest(String id) {
	}

	/** What is answered. */
	public record ApiResponse(int status, String body) {
	}

	@Workflow
	public static class ApiWorkflow {

		@WorkflowMethod
		public ApiResponse run(ApiRequest input) {
			// tag::call[]
			ApiResponse response = Workflows.activity(ExternalApi::call, input)
				.startToCloseTimeout(Duration.ofSeconds(30))
				.scheduleToCloseTimeout(Duration.ofSeconds(60))
				.retryPolicy(
						RetryPolicy.maximumAttempts(3).initialInterval(Duration.ofSeconds(1)).backoffCoefficient(2.0))
				.heartbeatTimeout(Duration.ofSeconds(10))
				.execute();
			// end::call[]
			return response;
		}

	}

	@Workflow
	public static class AsyncWorkflow {

		@WorkflowMethod
		public List<String> run() {
			Promise<String> first = Workflows.activity(ExternalApi::echo, "first").async();
			Promise<String> second = Workflows.activity(ExternalApi::echo, "second").async();
			return List.of(first.get(), second.get());
		}

	}

	@Workflow
	public static class ByNameWorkflow {

		@WorkflowMethod
		public String run() {
			return Workflows.activity("ExternalApi.echo", String.class, "by name").execute();
		}

	}

	@Workflow
	public static class NotifyingWorkflow {

		private final ExternalApi api;

		public NotifyingWorkflow(ExternalApi api) {
			this.api = api;
		}

		@WorkflowMethod
		public void run() {
			Workflows.activity(ExternalApi::tell, "by reference").execute();
			this.api.tell("by stub");
		}

	}

	@Activity
	public static class ExternalApi {

		final List<ActivityInfo> attempts = new CopyOnWriteArrayList<>();

		final List<String> told = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "5s")
		public ApiResponse call(ApiRequest input) {
			this.attempts.add(Activities.info());
			Activities.heartbeat();
			if (Activities.info().attempt() < 3) {
				throw new IllegalStateException("503");
			}
			return new ApiResponse(200, "found " + input.id());
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String echo(String text) {
			return text;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void tell(String text) {
			this.told.add(text);
		}

	}

}
