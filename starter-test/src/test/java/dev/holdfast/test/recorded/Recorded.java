package dev.holdfast.test.recorded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Saga;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/**
 * Workflows of which histories were recorded with this code. It stays as it is: what is
 * new is recorded with new workflows.
 */
final class Recorded {

	private Recorded() {
	}

	/** Activities that end in every way. */
	@Workflow
	static class ActivitiesWorkflow {

		@WorkflowMethod
		public List<String> run(String name) {
			List<String> ends = new ArrayList<>();
			ends.add(Workflows.activity(Deeds::greet, name).execute());
			for (String way : List.of("fails", "blocks", "cancels", "gives up")) {
				ends.add(end(way));
			}
			Promise<String> one = Workflows.activity(Deeds::greet, "one").async();
			Promise<String> other = Workflows.activity(Deeds::greet, "other").async();
			ends.add(one.get() + other.get());
			return ends;
		}

		private static String end(String way) {
			try {
				return switch (way) {
					case "fails" -> Workflows.activity(Deeds::fail).execute();
					case "blocks" -> Workflows.activity(Deeds::never).execute();
					case "cancels" -> canceled(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
					default -> canceled(ActivityCancellationType.TRY_CANCEL);
				};
			}
			catch (ActivityFailure failure) {
				return way + " " + failure.getCause().getClass().getSimpleName();
			}
		}

		private static String canceled(ActivityCancellationType type) {
			return Workflows.scope((scope) -> {
				Promise<String> waiting = Workflows.activity(Deeds::never)
					.cancellationType(type)
					.startToCloseTimeout(Duration.ofMinutes(5))
					.async();
				Workflows.sleep(Duration.ofSeconds(1));
				scope.cancel("not needed any more");
				return waiting.get();
			});
		}

	}

	/** Local activities that complete, fail and back off for long. */
	@Workflow
	static class LocalActivitiesWorkflow {

		@WorkflowMethod
		public List<String> run() {
			List<String> ends = new ArrayList<>();
			ends.add(Workflows.localActivity(Deeds::greet, "local").execute());
			try {
				Workflows.localActivity(Deeds::fail)
					.retryPolicy(RetryPolicy.maximumAttempts(2).initialInterval(Duration.ofHours(1)))
					.localRetryThreshold(Duration.ofMinutes(1))
					.execute();
			}
			catch (ActivityFailure failure) {
				ends.add(failure.getCause().getClass().getSimpleName());
			}
			return ends;
		}

	}

	/** Time, chance, values and versions. */
	@Workflow
	static class ValuesWorkflow {

		@WorkflowMethod
		public List<Object> run() {
			List<Object> values = new ArrayList<>();
			values.add(Workflows.now().toString());
			values.add(Workflows.random().nextInt(1000));
			values.add(Workflows.randomUuid().toString());
			values.add(Workflows.sideEffect(String.class, () -> "once"));
			AtomicInteger limit = new AtomicInteger(7);
			values.add(Workflows.mutableSideEffect("limit", Integer.class, limit::get));
			limit.set(8);
			values.add(Workflows.mutableSideEffect("limit", Integer.class, limit::get));
			values.add(Workflows.version("tax", Workflows.DEFAULT_VERSION, 2));
			Workflows.upsertMemo("note", "kept");
			Workflows.upsertSearchAttributes("Customer", "ann");
			Workflows.sleep(Duration.ofDays(30));
			Workflows.inScope((scope) -> {
				Workflows.timer(Duration.ofDays(1));
				Workflows.sleep(Duration.ofHours(1));
				scope.cancel("early");
			});
			values.add(Workflows.retry(RetryPolicy.maximumAttempts(2).initialInterval(Duration.ofMinutes(1)), () -> {
				if (limit.getAndIncrement() == 8) {
					throw ApplicationFailure.of("Early", "not yet");
				}
				return "the second time";
			}));
			values.add(Workflows.now().toString());
			return values;
		}

	}

	/** Signals, updates, and a queue of what they bring. */
	@Workflow
	static class MessagesWorkflow {

		private final List<String> messages = new ArrayList<>();

		private boolean done;

		@WorkflowMethod
		public List<String> run() {
			while (!this.done) {
				int seen = this.messages.size();
				if (!Workflows.await(Duration.ofDays(1), () -> this.done || this.messages.size() > seen)) {
					this.messages.add("a day without one");
				}
			}
			return this.messages;
		}

		@SignalMethod
		public void tell(String text) {
			this.messages.add(text);
		}

		@SignalMethod
		public void end() {
			this.done = true;
		}

		@UpdateMethod
		public int add(String text) {
			Workflows.sleep(Duration.ofMinutes(10));
			this.messages.add(text);
			return this.messages.size();
		}

		@UpdateMethod
		public int refuse(String text) {
			throw ApplicationFailure.of("Refused", text);
		}

	}

	/** A child that ends in a way. */
	@Workflow
	static class ChildWorkflow {

		@WorkflowMethod
		public String run(String way) {
			return switch (way) {
				case "completes" -> "done";
				case "fails" -> throw ApplicationFailure.of("Broken", "it does not work");
				default -> {
					Workflows.sleep(Duration.ofDays(10));
					yield "late";
				}
			};
		}

	}

	/** Children that end in every way, and other executions. */
	@Workflow
	static class ChildrenWorkflow {

		private final List<String> ends = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			this.ends.add(Workflows.child(ChildWorkflow::run, "completes").id("completes").execute());
			end("fails", () -> Workflows.child(ChildWorkflow::run, "fails").id("fails").execute());
			end("times out",
					() -> Workflows.child(ChildWorkflow::run, "waits")
						.id("times-out")
						.executionTimeout(Duration.ofHours(1))
						.execute());
			end("taken", () -> Workflows.child(ChildWorkflow::run, "waits").id("recorded-children").execute());
			end("canceled", () -> Workflows.scope((scope) -> {
				Promise<String> child = Workflows.child(ChildWorkflow::run, "waits").id("canceled").async();
				Workflows.sleep(Duration.ofMinutes(1));
				scope.cancel("not needed");
				return child.get();
			}));
			end("terminated", () -> Workflows.child(ChildWorkflow::run, "waits").id("terminated").execute());
			Workflows.child(ChildWorkflow::run, "waits")
				.id("left-alone")
				.parentClosePolicy(ParentClosePolicy.ABANDON)
				.start();
			Workflows.external(ChildWorkflow.class, "left-alone").cancel("by another");
			end("external", () -> {
				Workflows.external("nobody").signal("hello");
				return "told";
			});
			Workflows.external("recorded-messages").signal("tell", "from another workflow");
			return this.ends;
		}

		private void end(String way, java.util.function.Supplier<String> code) {
			try {
				this.ends.add(code.get());
			}
			catch (WorkflowFailure failure) {
				this.ends.add(way + " " + failure.getClass().getSimpleName());
			}
		}

	}

	/** Goes on as a new run, twice. */
	@Workflow
	static class ChainWorkflow {

		@WorkflowMethod
		public int run(int count) {
			Workflows.sleep(Duration.ofHours(1));
			if (count < 2) {
				return Workflows.continueAsNew(count + 1);
			}
			return count;
		}

	}

	@Workflow(name = "VersionedWorkflow", version = 1)
	static class FirstVersionWorkflow {

		@WorkflowMethod
		String run() {
			Workflows.sleep(Duration.ofDays(1));
			return "first";
		}

	}

	@Workflow(version = 2)
	static class VersionedWorkflow {

		@WorkflowMethod
		String run() {
			String done = Workflows.sideEffect(String.class, () -> "second");
			Workflows.sleep(Duration.ofDays(1));
			return done;
		}

	}

	/** Undoes what it did when it is canceled. */
	@Workflow
	static class SagaWorkflow {

		@WorkflowMethod
		public String run(String what) {
			Saga saga = new Saga();
			try {
				Workflows.activity(Deeds::greet, "did " + what).execute();
				saga.addCompensation(() -> Workflows.activity(Deeds::greet, "undid " + what).execute());
				Workflows.sleep(Duration.ofDays(365));
			}
			catch (CanceledFailure failure) {
				Workflows.detached(saga::compensate);
				throw failure;
			}
			return what;
		}

	}

	@Activity
	static class Deeds {

		@ActivityMethod(startToCloseTimeout = "10s")
		public String greet(String name) {
			return "Hello, " + name + "!";
		}

		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(maximumAttempts = 2))
		public String fail() {
			throw ApplicationFailure.of("Broken", "it does not work");
		}

		/** Nobody completes it. */
		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(maximumAttempts = 1))
		public String never() {
			return Activities.completeLater();
		}

	}

}
