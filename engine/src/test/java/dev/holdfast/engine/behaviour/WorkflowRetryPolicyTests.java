package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkflowRetryPolicyTests {

	private static final Class<?>[] BEANS = { Flaky.class, Slow.class, Parent.class, Stubborn.class,
			StubbornParent.class };

	private static final RetryPolicy POLICY = RetryPolicy.maximumAttempts(4).initialInterval(Duration.ofSeconds(10));

	@EngineTest
	void triesAgainAsANewRunUntilOneSucceeds(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Flaky, String> handle = client.workflow(Flaky::run, 3)
			.id("flaky")
			.retryPolicy(POLICY)
			.executionTimeout(Duration.ofHours(1))
			.start();
		rig.advance(Duration.ofSeconds(9));
		rig.awaitQuiet();
		assertThat(runs(rig)).as("before the backoff has passed").isEqualTo(2);
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		rig.advance(Duration.ofSeconds(1));
		rig.awaitQuiet();
		assertThat(runs(rig)).isEqualTo(3);
		rig.advance(Duration.ofSeconds(20));
		assertThat(Look.result(handle)).isEqualTo("attempt 3 after attempt 2 of PT1H");
		assertThat(rig.jdbc().queryForList("select status from holdfast_execution order by started_at", String.class))
			.containsExactly("FAILED", "FAILED", "COMPLETED");
		WorkflowHandle<Flaky, Object> first = client.handle(Flaky.class, "flaky", handle.runId());
		assertThat(Look.failure(first).status()).isEqualTo(WorkflowStatus.FAILED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void endsWithTheLastFailureWhenTheAttemptsAreUsedUp(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Flaky, String> handle = client.workflow(Flaky::run, 100)
			.retryPolicy(RetryPolicy.maximumAttempts(2))
			.start();
		rig.advance(Duration.ofSeconds(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure).cause().hasMessageContaining("attempt 2");
		assertThat(runs(rig)).isEqualTo(2);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNotMadeForFailuresThatSaySo(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		assertThat(Look.failure(client.workflow(Flaky::run, -1).retryPolicy(POLICY).start()).status())
			.isEqualTo(WorkflowStatus.FAILED);
		assertThat(
				Look.failure(client.workflow(Flaky::run, 2).retryPolicy(POLICY.nonRetryable("Flaky")).start()).status())
			.isEqualTo(WorkflowStatus.FAILED);
		assertThat(runs(rig)).isEqualTo(2);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void waitsAsLongAsTheFailureAsks(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Flaky, String> handle = client.workflow(Flaky::run, -2).retryPolicy(POLICY).start();
		rig.advance(Duration.ofMinutes(59));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).startsWith("attempt 2");
	}

	@EngineTest
	void isBoundedByTheExecutionTimeout(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Flaky, String> handle = client.workflow(Flaky::run, 3)
			.retryPolicy(POLICY)
			.executionTimeout(Duration.ofSeconds(5))
			.start();
		assertThat(Look.failure(handle).status()).as("the next attempt would come too late")
			.isEqualTo(WorkflowStatus.FAILED);
		assertThat(runs(rig)).isEqualTo(1);
	}

	@EngineTest
	void isMadeWhenARunTimesOut(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Slow, String> handle = client.workflow(Slow::run)
			.id("slow")
			.retryPolicy(RetryPolicy.maximumAttempts(2).initialInterval(Duration.ofSeconds(10)))
			.runTimeout(Duration.ofMinutes(1))
			.start();
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> runs(rig) == 2);
		rig.advance(Duration.ofSeconds(10));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).as("its own minute begins with its code")
			.containsExactly("WorkflowStarted", "TimerFired", "TimerStarted");
		rig.advance(Duration.ofSeconds(59));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofSeconds(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		assertThat(failure.getCause()).isInstanceOfSatisfying(TimeoutFailure.class,
				(timeout) -> assertThat(timeout.type()).isEqualTo(TimeoutType.START_TO_CLOSE));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNotMadeForWhatIsCanceledOrTerminated(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Slow, String> canceled = client.workflow(Slow::run).retryPolicy(POLICY).start();
		rig.awaitQuiet();
		canceled.cancel();
		assertThat(Look.failure(canceled).status()).isEqualTo(WorkflowStatus.CANCELED);
		WorkflowHandle<Slow, String> terminated = client.workflow(Slow::run).retryPolicy(POLICY).start();
		terminated.terminate("no");
		assertThat(Look.failure(terminated).status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(runs(rig)).isEqualTo(2);
	}

	@EngineTest
	void keepsSignalsForTheNextAttemptAndDoesNotHurryForThem(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Flaky, String> handle = client.workflow(Flaky::run, 2).retryPolicy(POLICY).start();
		EngineRig.await(() -> runs(rig) == 2);
		handle.signal(Flaky::note, "hello");
		rig.awaitQuiet();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		rig.advance(Duration.ofSeconds(10));
		assertThat(Look.result(handle)).isEqualTo("attempt 2 after attempt 1 of null hello");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isEndedByARequestForCancellation(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Slow, String> handle = client.workflow(Slow::run)
			.retryPolicy(POLICY)
			.runTimeout(Duration.ofSeconds(30))
			.start();
		rig.advance(Duration.ofSeconds(30));
		EngineRig.await(() -> runs(rig) == 2);
		handle.cancel("enough");
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void goesOnAfterItsNodeIsGone(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		first.client().workflow(Flaky::run, 2).id("moves").retryPolicy(POLICY).start();
		EngineRig.await(() -> runs(rig) == 2);
		EngineRig.Node second = rig.startNode(BEANS);
		first.engine().stop(Duration.ofSeconds(1));
		WorkflowHandle<Flaky, Object> handle = second.client().handle(Flaky.class, "moves");
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(handle.result().toString()).startsWith("attempt 2");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAChildShowsTheParentTheFinalOutcomeOnly(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run).start();
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(parent) != WorkflowStatus.RUNNING);
		assertThat(Look.result(parent)).startsWith("attempt 3 after attempt 2");
		assertThat(Look.types(parent)).containsExactly("WorkflowStarted", "ChildInitiated", "ChildCompleted",
				"WorkflowCompleted");
		assertThat(runs(rig)).isEqualTo(4);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isThatOfTheAnnotationUnlessTheStartOrTheCallGivesAnother(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Stubborn, Integer> annotated = client.workflow(Stubborn::run, 3).start();
		WorkflowHandle<Stubborn, Integer> given = client.workflow(Stubborn::run, 3)
			.retryPolicy(RetryPolicy.maximumAttempts(1))
			.start();
		WorkflowHandle<StubbornParent, Integer> child = client.workflow(StubbornParent::run, false).start();
		WorkflowHandle<StubbornParent, Integer> givenChild = client.workflow(StubbornParent::run, true).start();
		assertThat(Look.failure(given).status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(Look.failure(givenChild).status()).isEqualTo(WorkflowStatus.FAILED);
		rig.awaitQuiet();
		assertThat(Look.status(annotated)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofSeconds(7));
		rig.awaitQuiet();
		rig.advance(Duration.ofSeconds(7));
		assertThat(Look.result(annotated)).isEqualTo(3);
		assertThat(Look.result(child)).isEqualTo(3);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void optionsThatCannotBeMeantAreRefused(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		for (Duration bad : new Duration[] { Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(40_000) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Slow::run).runTimeout(bad));
			assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Slow::run).taskTimeout(bad));
			assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Slow::run).startDelay(bad));
			assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Slow::run).executionTimeout(bad));
		}
	}

	private static int runs(EngineRig rig) {
		Integer count = rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class);
		return (count != null) ? count : 0;
	}

	@Workflow
	public static class Flaky {

		private String note = "";

		@WorkflowMethod
		public String run(int succeedsAt) {
			WorkflowInfo info = Workflows.info();
			String attempt = "attempt " + info.attempt();
			if (succeedsAt == -1) {
				throw ApplicationFailure.nonRetryable("Flaky", "final");
			}
			if (succeedsAt == -2 && info.attempt() == 1) {
				throw ApplicationFailure.of("Flaky", attempt).withNextRetryDelay(Duration.ofHours(1));
			}
			if (info.attempt() < succeedsAt) {
				throw ApplicationFailure.of("Flaky", attempt);
			}
			WorkflowFailure last = info.lastFailure();
			Duration time = (info.executionDeadline() != null)
					? Duration.between(info.startedAt(), info.executionDeadline()) : null;
			return attempt + " after " + ((last instanceof ApplicationFailure failure) ? failure.reason() : "nothing")
					+ " of " + ((time != null) ? Duration.ofHours(Math.round(time.toSeconds() / 3600.0)) : null)
					+ (this.note.isEmpty() ? "" : " " + this.note);
		}

		@SignalMethod
		public void note(String text) {
			this.note = text;
		}

	}

	@Workflow(retry = @Retry(initialInterval = "7s", backoffCoefficient = 1, maximumAttempts = 4))
	public static class Stubborn {

		@WorkflowMethod
		public int run(int succeedsAt) {
			int attempt = Workflows.info().attempt();
			if (attempt < succeedsAt) {
				throw ApplicationFailure.of("Stubborn", "attempt " + attempt);
			}
			return attempt;
		}

	}

	@Workflow
	public static class StubbornParent {

		@WorkflowMethod
		public int run(boolean once) {
			ChildCall<Integer> child = Workflows.child(Stubborn::run, 3);
			return (once ? child.retryPolicy(RetryPolicy.maximumAttempts(1)) : child).execute();
		}

	}

	@Workflow
	public static class Slow {

		@WorkflowMethod
		public String run() {
			Workflows.sleep(Duration.ofDays(1));
			return "slept";
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run() {
			return Workflows.child(Flaky::run, 3).id("child").retryPolicy(POLICY).execute();
		}

	}

}
