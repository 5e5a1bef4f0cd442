package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Workflows that wait for one thing or another. */
final class Clockwork {

	private Clockwork() {
	}

	/** Ticks so often, an interval apart. */
	@Workflow
	static class Ticking {

		@WorkflowMethod
		public List<Instant> run(int ticks, Duration interval) {
			List<Instant> times = new ArrayList<>();
			for (int i = 0; i < ticks; i++) {
				Workflows.sleep(interval);
				times.add(Workflows.now());
			}
			return times;
		}

	}

	/** Waits for a message, or a time. */
	@Workflow
	static class Waiting {

		private String message = "nothing";

		private boolean came;

		@WorkflowMethod
		public String run(Duration timeout) {
			Workflows.await(timeout, () -> this.came);
			return this.message;
		}

		@SignalMethod
		public void tell(String text) {
			this.message = text;
			this.came = true;
		}

		@UpdateMethod
		public Instant tellLater(String text, Duration delay) {
			Workflows.sleep(delay);
			this.message = text;
			return Workflows.now();
		}

	}

	/** Waits for a message for as long as it takes. */
	@Workflow
	static class Patient {

		private boolean came;

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> this.came);
		}

		@SignalMethod
		public void come() {
			this.came = true;
		}

	}

	/** Calls an activity by its name. */
	@Workflow
	static class Calling {

		private final Works works;

		Calling(Works works) {
			this.works = works;
		}

		@WorkflowMethod
		public String run(String what) {
			try {
				return switch (what) {
					case "blocks" -> Workflows.activity(Works::block).execute();
					case "later" -> Workflows.activity(Works::later).execute();
					case "never" -> Workflows.activity(Works::never).execute();
					case "outside" -> this.works.outside();
					case "fails" -> this.works.fail();
					case "waits" -> this.works.waitForAnother();
					case "elsewhere" -> Workflows.activity(Works::fail)
						.taskQueue("elsewhere")
						.retryPolicy(RetryPolicy.maximumAttempts(3).initialInterval(Duration.ofHours(1)))
						.execute();
					default -> throw new IllegalArgumentException(what);
				};
			}
			catch (ActivityFailure failure) {
				return failure.getCause().getClass().getSimpleName();
			}
		}

	}

	/** Runs two children beside each other. */
	@Workflow
	static class Parent {

		@WorkflowMethod
		public Duration run() {
			Instant start = Workflows.now();
			Promise<List<Instant>> one = Workflows.child(Ticking::run, 3, Duration.ofDays(1)).async();
			Promise<List<Instant>> other = Workflows.child(Ticking::run, 2, Duration.ofDays(2)).async();
			one.get();
			other.get();
			return Duration.between(start, Workflows.now());
		}

	}

	@Activity
	static class Works {

		final CountDownLatch release = new CountDownLatch(1);

		private final WorkflowClient client;

		private volatile String token = "";

		Works(WorkflowClient client) {
			this.client = client;
		}

		String token() {
			return this.token;
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public String block() throws InterruptedException {
			return this.release.await(30, TimeUnit.SECONDS) ? "released" : "nobody came";
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public CompletionStage<String> later() {
			return CompletableFuture.supplyAsync(() -> "late",
					CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
		}

		@ActivityMethod(startToCloseTimeout = "300ms", retry = @Retry(maximumAttempts = 1))
		public CompletionStage<String> never() {
			return new CompletableFuture<>();
		}

		@ActivityMethod(startToCloseTimeout = "40d", retry = @Retry(maximumAttempts = 1))
		public String outside() {
			this.token = Activities.completeLater();
			return "";
		}

		@ActivityMethod(startToCloseTimeout = "10s",
				retry = @Retry(initialInterval = "1h", backoffCoefficient = 1, maximumAttempts = 3))
		public String fail() {
			throw new IllegalStateException("It does not work");
		}

		@ActivityMethod(startToCloseTimeout = "30d")
		public String waitForAnother() {
			return this.client.workflow(Waiting::run, Duration.ofDays(3)).execute();
		}

	}

}
