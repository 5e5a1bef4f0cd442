package dev.holdfast.engine.activity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.interceptor.ActivityCompletion;
import dev.holdfast.interceptor.ActivityCompletionInterceptor;
import dev.holdfast.interceptor.ActivityFailing;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ActivityReference;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.HeartbeatRequest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Interceptors around what is said of activities from outside, and around heartbeats. */
class CompletionInterceptorTests {

	@EngineTest
	void surroundWhatIsSaidOfAnActivity(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Approval.class, Desk.class, Signing.class);
		ActivityCompletionClient completion = node.engine().activityCompletionClient();
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run, "first").id("a").start();
		String token = node.bean(Desk.class).token();
		completion.heartbeat(token, "half");
		assertThatIllegalStateException().isThrownBy(() -> completion.activity("a", 2).complete("forged"));
		completion.complete(token, "granted");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted, signed");
		WorkflowHandle<Approval, String> failing = node.client().workflow(Approval::run, "second").id("b").start();
		completion.fail(node.bean(Desk.class).token(), new IllegalArgumentException("secret"));
		assertThat(failing.result(EngineRig.PATIENCE)).isEqualTo("Hidden: something went wrong");
		WorkflowHandle<Approval, String> stopped = node.client().workflow(Approval::run, "third").id("c").start();
		String third = node.bean(Desk.class).token();
		stopped.signal(Approval::stop);
		rig.awaitQuiet();
		assertThatExceptionOfType(CanceledFailure.class).isThrownBy(() -> completion.heartbeat(third, null));
		completion.cancel(third);
		assertThat(stopped.result(EngineRig.PATIENCE)).isEqualTo("stopped");
		assertThat(node.bean(Signing.class).seen).containsExactly("own heartbeat begun by Desk.ask",
				"heartbeat half of a", "complete a 2 forged", "complete a 2 granted", "own heartbeat begun by Desk.ask",
				"fail b 2", "own heartbeat begun by Desk.ask", "heartbeat null of c", "told to stop", "cancel c 2");
	}

	public static class Signing implements ActivityCompletionInterceptor, ActivityInterceptor {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@Override
		public @Nullable Object complete(ActivityCompletion completion,
				Chain<ActivityCompletion, @Nullable Object> chain) {
			this.seen.add("complete " + completion.activity().workflowId() + " " + completion.activity().activityId()
					+ " " + completion.value());
			if ("forged".equals(completion.value())) {
				throw new IllegalStateException("no");
			}
			return chain.proceed(completion.withValue(completion.value() + ", signed"));
		}

		@Override
		public @Nullable Object fail(ActivityFailing failing, Chain<ActivityFailing, @Nullable Object> chain) {
			this.seen.add("fail " + failing.activity().workflowId() + " " + failing.activity().activityId());
			return chain
				.proceed(failing.withFailure(ApplicationFailure.nonRetryable("Hidden", "something went wrong")));
		}

		@Override
		public @Nullable Object cancel(ActivityReference activity, Chain<ActivityReference, @Nullable Object> chain) {
			this.seen.add("cancel " + activity.workflowId() + " " + activity.activityId());
			return chain.proceed(activity);
		}

		@Override
		public @Nullable Object heartbeat(ActivityCompletion heartbeat,
				Chain<ActivityCompletion, @Nullable Object> chain) {
			this.seen.add("heartbeat " + heartbeat.value() + " of " + heartbeat.activity().workflowId());
			try {
				return chain.proceed(heartbeat);
			}
			catch (CanceledFailure ex) {
				this.seen.add("told to stop");
				throw ex;
			}
		}

		@Override
		public @Nullable Object heartbeat(HeartbeatRequest heartbeat, Chain<HeartbeatRequest, @Nullable Object> chain) {
			this.seen.add("own heartbeat " + heartbeat.details() + " by " + heartbeat.info().activityType());
			return chain.proceed(heartbeat);
		}

	}

	@Workflow
	public static class Approval {

		private boolean stop;

		@WorkflowMethod
		public String run(String what) {
			try {
				return Workflows.scope((scope) -> {
					Promise<String> asked = Workflows.activity(Desk::ask, what)
						.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
						.async();
					Workflows.await(() -> this.stop || asked.isCompleted());
					if (this.stop) {
						scope.cancel("enough");
					}
					return asked.get();
				});
			}
			catch (ActivityFailure ex) {
				return (ex.getCause() instanceof ApplicationFailure failure) ? failure.getMessage() : "stopped";
			}
		}

		@SignalMethod
		public void stop() {
			this.stop = true;
		}

	}

	@Activity
	public static class Desk {

		private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();

		@ActivityMethod(startToCloseTimeout = "1h", heartbeatTimeout = "1h")
		public String ask(String what) {
			Activities.heartbeat("begun");
			this.tokens.add(Activities.completeLater());
			return "";
		}

		String token() throws InterruptedException {
			String token = this.tokens.poll(10, TimeUnit.SECONDS);
			assertThat(token).isNotNull();
			return token;
		}

	}

}
