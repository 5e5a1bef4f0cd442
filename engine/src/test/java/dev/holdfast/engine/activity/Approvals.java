package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Activities that somebody outside decides, and workflows that wait for that. */
final class Approvals {

	private Approvals() {
	}

	static EngineRig.Node start(EngineRig rig) {
		return rig.startNode(Approval.class, Watched.class, Desk.class);
	}

	static void awaitBackOff(WorkflowHandle<?, ?> handle) {
		EngineRig.await(() -> handle.describe()
			.pendingActivities()
			.stream()
			.anyMatch((activity) -> activity.state() == PendingActivity.State.BACKING_OFF));
	}

	static ActivityCompletionClient completion(EngineRig.Node node) {
		return node.bean(ActivityCompletionClient.class);
	}

	static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	/** What somebody decided. */
	public record Decision(String what, int by) {
	}

	@Workflow
	public static class Approval {

		private final Desk desk;

		public Approval(Desk desk) {
			this.desk = desk;
		}

		@WorkflowMethod
		public String run() {
			try {
				Decision decision = this.desk.decide();
				return decision.what() + " " + decision.by();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Workflow
	public static class Watched {

		@WorkflowMethod
		public String run() {
			try {
				Decision decision = Workflows.activity(Desk::decide)
					.heartbeatTimeout(Duration.ofSeconds(3))
					.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
					.execute();
				return decision.what() + " " + decision.by();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class Desk {

		final List<String> tokens = new CopyOnWriteArrayList<>();

		final List<String> failures = new CopyOnWriteArrayList<>();

		final List<String> details = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(initialInterval = "1s", backoffCoefficient = 1,
				nonRetryable = NumberFormatException.class))
		public Decision decide() {
			Throwable last = Activities.info().lastFailure();
			this.failures.add((last != null) ? last.getMessage().replaceFirst("timeout: .*", "timeout") : "none");
			this.details.add(Activities.heartbeatDetails(String.class).orElse("none"));
			this.tokens.add(Activities.completeLater());
			return null;
		}

		String awaitToken(int number) {
			EngineRig.await(() -> this.tokens.size() >= number);
			return this.tokens.get(number - 1);
		}

	}

}
