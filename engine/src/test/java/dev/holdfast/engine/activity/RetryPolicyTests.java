package dev.holdfast.engine.activity;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.ManualClock;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RetryPolicyTests {

	@EngineTest
	void delaysGrowUpToTheLongestOne(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<?, String> handle = node.client().workflow(Flow::run, "delays").id("delays").start();
		for (int i = 0; i < 36; i++) {
			rig.advance(Duration.ofMillis(500));
		}
		assertThat(failure(handle).attempts()).isEqualTo(5);
		assertThat(node.bean(Flaky.class).delaysInMillis()).containsExactly(1000L, 3000L, 7000L, 7000L);
	}

	@EngineTest
	void anAttemptIsNotMadeBeforeItsTime(EngineRig rig) {
		EngineRig.Node node = start(rig);
		node.client().workflow(Flow::run, "delays").id("delays").start();
		rig.advance(Duration.ofMillis(1000).minusNanos(1000));
		rig.awaitQuiet();
		assertThat(node.bean(Flaky.class).times).hasSize(1);
		rig.advance(Duration.ofNanos(1000));
		rig.awaitQuiet();
		assertThat(node.bean(Flaky.class).times).hasSize(2);
	}

	@EngineTest
	void theDefaultRetriesWithoutLimitAfterDoubledDelays(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<?, String> handle = node.client().workflow(Flow::run, "defaults").id("defaults").start();
		for (int i = 0; i < 7; i++) {
			rig.advance(Duration.ofSeconds(100));
		}
		assertThat(handle.result()).isEqualTo("after 8 attempts");
	}

	@EngineTest
	void theLastOfAllAttemptsFailsTheActivity(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<?, String> handle = node.client().workflow(Flow::run, "two attempts").id("two").start();
		rig.advance(Duration.ofSeconds(1));
		ActivityFailure failure = failure(handle);
		assertThat(failure.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(failure.attempts()).isEqualTo(2);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
				(cause) -> assertThat(cause.reason()).isEqualTo("attempt 2"));
	}

	@EngineTest
	void aSingleAttemptIsNotRetried(EngineRig rig) {
		EngineRig.Node node = start(rig);
		ActivityFailure failure = failure(node.client().workflow(Flow::run, "once").id("once").start());
		assertThat(failure.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(failure.attempts()).isEqualTo(1);
	}

	@EngineTest
	void exceptionsThatThePolicyNamesAreNotRetried(EngineRig rig) {
		assertNotRetried(rig, "excluded class", IOException.class.getName());
	}

	@EngineTest
	void subclassesOfExceptionsThatThePolicyNamesAreNotRetried(EngineRig rig) {
		assertNotRetried(rig, "excluded subclass", FileNotFoundException.class.getName());
	}

	@EngineTest
	void exceptionsThatTheAnnotationNamesAreNotRetried(EngineRig rig) {
		assertNotRetried(rig, "excluded by annotation", NumberFormatException.class.getName());
	}

	@EngineTest
	void failureTypesThatThePolicyNamesAreNotRetried(EngineRig rig) {
		assertNotRetried(rig, "excluded type", "card-declined");
	}

	@EngineTest
	void aFailureThatSaysSoIsNotRetried(EngineRig rig) {
		assertNotRetried(rig, "non-retryable", "card-stolen");
	}

	@EngineTest
	void otherExceptionsThanThoseThatThePolicyNamesAreRetried(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<?, String> handle = node.client().workflow(Flow::run, "superclass").id("superclass").start();
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("after 2 attempts");
	}

	@EngineTest
	void aFailureMayAskForACertainDelay(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<?, String> handle = node.client().workflow(Flow::run, "asks").id("asks").start();
		for (int i = 0; i < 45; i++) {
			rig.advance(Duration.ofSeconds(1));
		}
		assertThat(handle.result()).isEqualTo("after 3 attempts");
		assertThat(node.bean(Flaky.class).delaysInMillis()).containsExactly(42_000L, 2000L);
	}

	private static void assertNotRetried(EngineRig rig, String how, String type) {
		EngineRig.Node node = start(rig);
		ActivityFailure failure = failure(node.client().workflow(Flow::run, how).id("flow").start());
		assertThat(failure.retryState()).isEqualTo(RetryState.NON_RETRYABLE_FAILURE);
		assertThat(failure.attempts()).isEqualTo(1);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
			assertThat(cause.type()).isEqualTo(type);
			assertThat(cause.isNonRetryable()).isTrue();
		});
		assertThat(node.bean(Flaky.class).times).hasSize(1);
	}

	private static EngineRig.Node start(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Flow.class, Flaky.class);
			context.registerBean(ManualClock.class, rig::clock);
		});
		node.engine().start();
		return node;
	}

	private static ActivityFailure failure(WorkflowHandle<?, ?> handle) {
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOf(ActivityFailure.class);
		return (ActivityFailure) failure.getCause();
	}

	@Workflow
	public static class Flow {

		@WorkflowMethod
		public String run(String how) {
			ActivityCall<String> call = how.equals("excluded by annotation") ? Workflows.activity(Flaky::annotated, how)
					: Workflows.activity(Flaky::call, how);
			RetryPolicy second = RetryPolicy.unlimited().initialInterval(Duration.ofSeconds(1));
			return switch (how) {
				case "delays" -> call.retryPolicy(RetryPolicy.maximumAttempts(5)
					.initialInterval(Duration.ofSeconds(1))
					.backoffCoefficient(3.0)
					.maximumInterval(Duration.ofSeconds(7))).execute();
				case "two attempts" -> call.retryPolicy(RetryPolicy.maximumAttempts(2)).execute();
				case "once" -> call.retryPolicy(RetryPolicy.once()).execute();
				case "excluded class", "excluded subclass" ->
					call.retryPolicy(second.nonRetryable(IOException.class)).execute();
				case "excluded type" -> call.retryPolicy(second.nonRetryable("card-declined")).execute();
				case "superclass" -> call.retryPolicy(second.nonRetryable(FileNotFoundException.class)).execute();
				default -> call.execute();
			};
		}

	}

	@Activity
	public static class Flaky {

		final List<Long> times = new CopyOnWriteArrayList<>();

		private final ManualClock clock;

		public Flaky(ManualClock clock) {
			this.clock = clock;
		}

		List<Long> delaysInMillis() {
			List<Long> delays = new ArrayList<>();
			for (int i = 1; i < this.times.size(); i++) {
				delays.add((this.times.get(i) - this.times.get(i - 1)) / 1000);
			}
			return delays;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String call(String how) throws IOException {
			this.times.add(this.clock.micros());
			int attempt = Activities.info().attempt();
			switch (how) {
				case "excluded class" -> throw new IOException("no connection");
				case "excluded subclass" -> throw new FileNotFoundException("no file");
				case "excluded type" -> throw ApplicationFailure.of("card-declined", "The card was declined");
				case "non-retryable" -> throw ApplicationFailure.nonRetryable("card-stolen", "The card was stolen");
				case "superclass" -> {
					if (attempt == 1) {
						throw new IOException("no connection");
					}
				}
				case "asks" -> {
					if (attempt == 1) {
						throw ApplicationFailure.of("busy", "Come back later")
							.withNextRetryDelay(Duration.ofSeconds(42));
					}
					if (attempt == 2) {
						throw new IOException("no connection");
					}
				}
				case "defaults" -> {
					if (attempt < 8) {
						throw new IOException("no connection");
					}
				}
				default -> throw new IllegalStateException("attempt " + attempt);
			}
			return "after " + attempt + " attempts";
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(nonRetryable = IllegalArgumentException.class))
		public String annotated(String how) {
			this.times.add(this.clock.micros());
			throw new NumberFormatException(how);
		}

	}

}
