package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Parts of a workflow that are tried again. */
class WorkflowRetryTests {

	@EngineTest
	void waitsAsThePolicySays(EngineRig rig) {
		WorkflowClient client = rig.start(Trying.class, Tools.class);
		WorkflowHandle<Trying, List<Long>> handle = client.workflow(Trying::run, "until it works").start();
		tickUntilClosed(rig, handle);
		assertThat(Look.result(handle)).containsExactly(0L, 1L, 3L, 7L);
	}

	@EngineTest
	void endsWithTheAttemptsTheTimeOrAFailureThatIsFinal(EngineRig rig) {
		WorkflowClient client = rig.start(Trying.class, Tools.class);
		assertThat(attempts(rig, client, "attempts")).containsExactly(0L, 1L, 3L);
		assertThat(attempts(rig, client, "time")).containsExactly(0L, 1L, 3L);
		assertThat(attempts(rig, client, "final")).containsExactly(0L);
		assertThat(attempts(rig, client, "listed")).containsExactly(0L);
		assertThat(attempts(rig, client, "behind an activity")).containsExactly(0L);
		assertThat(attempts(rig, client, "asks for a delay")).containsExactly(0L, 30L);
	}

	private static List<Long> attempts(EngineRig rig, WorkflowClient client, String how) {
		WorkflowHandle<Trying, List<Long>> handle = client.workflow(Trying::run, how).start();
		tickUntilClosed(rig, handle);
		return Look.result(handle);
	}

	private static void tickUntilClosed(EngineRig rig, WorkflowHandle<?, ?> handle) {
		rig.awaitQuiet();
		for (int i = 0; i < 60 && Look.status(handle) == WorkflowStatus.RUNNING; i++) {
			rig.clock().advance(Duration.ofSeconds(1));
			rig.awaitQuiet();
		}
	}

	@EngineTest
	void stopsWhenTheExecutionIsCancelled(EngineRig rig) {
		WorkflowClient client = rig.start(Trying.class, Tools.class);
		WorkflowHandle<Trying, List<Long>> handle = client.workflow(Trying::run, "for ever").start();
		rig.awaitQuiet();
		handle.cancel();
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
	}

	@Activity
	public static class Tools {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void fail() {
			throw ApplicationFailure.nonRetryable("broken", "for good");
		}

	}

	@Workflow
	public static class Trying {

		private final List<Long> attempts = new ArrayList<>();

		@WorkflowMethod
		public List<Long> run(String how) {
			Instant began = Workflows.now();
			RetryPolicy policy = RetryPolicy.unlimited().nonRetryable("listed");
			try {
				switch (how) {
					case "until it works" -> Workflows.retry(policy, () -> {
						attempt(began);
						if (this.attempts.size() < 4) {
							throw ApplicationFailure.of("not-yet", "");
						}
						return "worked";
					});
					case "attempts" -> Workflows.retry(RetryPolicy.maximumAttempts(3),
							() -> attempt(began, ApplicationFailure.of("x", "")));
					case "time" -> Workflows.retry(policy, Duration.ofSeconds(5),
							() -> attempt(began, ApplicationFailure.of("x", "")));
					case "final" ->
						Workflows.retry(policy, () -> attempt(began, ApplicationFailure.nonRetryable("x", "")));
					case "listed" -> Workflows.retry(policy, () -> attempt(began, ApplicationFailure.of("listed", "")));
					case "behind an activity" -> Workflows.retry(policy, () -> {
						attempt(began);
						return Workflows.activity(Tools::fail).execute();
					});
					case "asks for a delay" -> Workflows.retry(RetryPolicy.maximumAttempts(2), () -> attempt(began,
							ApplicationFailure.of("x", "").withNextRetryDelay(Duration.ofSeconds(30))));
					default -> Workflows.retry(policy, () -> attempt(began, ApplicationFailure.of("x", "")));
				}
			}
			catch (ActivityFailure | ApplicationFailure failure) {
				return this.attempts;
			}
			return this.attempts;
		}

		private Object attempt(Instant began, WorkflowFailure failure) {
			attempt(began);
			throw failure;
		}

		private void attempt(Instant began) {
			this.attempts.add(Duration.between(began, Workflows.now()).toSeconds());
		}

	}

}
