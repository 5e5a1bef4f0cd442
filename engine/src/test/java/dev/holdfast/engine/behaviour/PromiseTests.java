package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.CompletablePromise;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class PromiseTests {

	@EngineTest
	void areComposed(EngineRig rig) {
		WorkflowClient client = rig.start(Composer.class, Numbers.class);
		WorkflowHandle<Composer, List<String>> handle = client.workflow(Composer::run).start();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly("applied 2", "composed 4", "handled 2 null",
				"handled null no: thrown", "instead of no: thrown", "not needed 1", "failed no: thrown", "first any",
				"both done", "slept 1");
		assertThat(handle.query(Composer::seen)).hasSize(10);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void runWhatIsAttachedInOrderAndBeforeTheMethodGoesOn(EngineRig rig) {
		WorkflowClient client = rig.start(Ordered.class, Numbers.class);
		WorkflowHandle<Ordered, List<String>> handle = client.workflow(Ordered::run).start();
		assertThat(Look.result(handle)).containsExactly("first 1", "second 1", "main 1", "late 1");
	}

	@EngineTest
	void areWaitedForNoLongerThanAskedFor(EngineRig rig) {
		WorkflowClient client = rig.start(Impatient.class);
		WorkflowHandle<Impatient, String> handle = client.workflow(Impatient::run).start();
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).isEqualTo("WAIT, then timer, then completed");
		assertThat(Look.types(handle).stream().filter("TimerCanceled"::equals)).hasSize(1);
	}

	@EngineTest
	void thatTimeOutFailTheExecution(EngineRig rig) {
		WorkflowClient client = rig.start(Forever.class);
		WorkflowHandle<Forever, String> handle = client.workflow(Forever::run).start();
		rig.advance(Duration.ofMinutes(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure.getCause()).isInstanceOfSatisfying(TimeoutFailure.class,
				(timeout) -> assertThat(timeout.type()).isEqualTo(TimeoutType.WAIT));
	}

	@EngineTest
	void areCompletedBySignals(EngineRig rig) {
		WorkflowClient client = rig.start(Asking.class);
		WorkflowHandle<Asking, String> handle = client.workflow(Asking::run).start();
		rig.awaitQuiet();
		handle.signal(Asking::answer, "yes");
		assertThat(Look.result(handle)).isEqualTo("yes! true false");
	}

	@EngineTest
	void thatCodeCompletesDoNotHoldUpACancellation(EngineRig rig) {
		WorkflowClient client = rig.start(Asking.class);
		WorkflowHandle<Asking, String> handle = client.workflow(Asking::run).start();
		rig.awaitQuiet();
		handle.cancel("nobody answers");
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(failure.getCause()).isInstanceOf(CanceledFailure.class);
	}

	@Activity
	public static class Numbers {

		@ActivityMethod(startToCloseTimeout = "5s")
		public int one() {
			return 1;
		}

	}

	@Workflow
	public static class Composer {

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			Promise<Integer> one = Workflows.activity(Numbers::one).async();
			Promise<Integer> two = one.thenApply((number) -> number + 1);
			this.seen.add("applied " + two.get());
			Promise<Integer> four = two.thenCompose(
					(number) -> Workflows.activity(Numbers::one).async().thenApply((other) -> number + other + 1));
			this.seen.add("composed " + four.get());
			this.seen.add(two.handle((number, failure) -> "handled " + number + " " + failure).get());
			Promise<Integer> failed = one.thenApply((number) -> {
				throw ApplicationFailure.of("no", "thrown");
			});
			this.seen.add(failed.handle((number, failure) -> "handled " + number + " " + failure.getMessage()).get());
			this.seen.add(failed.thenApply(String::valueOf)
				.exceptionally((failure) -> "instead of " + failure.getMessage())
				.get());
			this.seen.add("not needed " + one.exceptionally((failure) -> 0).get());
			try {
				failed.thenCompose((number) -> one).get();
			}
			catch (ApplicationFailure failure) {
				this.seen.add("failed " + failure.getMessage());
			}
			this.seen.add(
					"first " + Promise
						.anyOf(Workflows.timer(Duration.ofDays(1)).thenApply((nothing) -> "late"),
								Workflows.activity(Numbers::one).async().thenApply((number) -> "any"))
						.get());
			Promise.allOf(one, two.thenApply((number) -> number), Promise.completed("x")).get();
			this.seen.add("both done");
			this.seen.add(one.thenApply((number) -> {
				Workflows.sleep(Duration.ofHours(1));
				return "slept " + number;
			}).get());
			return this.seen;
		}

		@QueryMethod
		public List<String> seen() {
			return this.seen;
		}

	}

	@Workflow
	public static class Ordered {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			Promise<Integer> one = Workflows.activity(Numbers::one).async();
			one.thenApply((number) -> seen.add("first " + number));
			one.thenApply((number) -> seen.add("second " + number));
			seen.add("main " + one.get());
			one.thenApply((number) -> seen.add("late " + number)).get();
			return seen;
		}

	}

	@Workflow
	public static class Impatient {

		@WorkflowMethod
		public String run() {
			Promise<String> timer = Workflows.timer(Duration.ofHours(1)).thenApply((nothing) -> "timer");
			String first;
			try {
				first = timer.get(Duration.ofMinutes(1));
			}
			catch (TimeoutFailure failure) {
				first = failure.type().name();
			}
			return first + ", then " + timer.get(Duration.ofHours(2)) + ", then "
					+ Promise.completed("completed").get(Duration.ZERO);
		}

	}

	@Workflow
	public static class Forever {

		@WorkflowMethod
		public String run() {
			return Workflows.<String>promise().get(Duration.ofMinutes(1));
		}

	}

	@Workflow
	public static class Asking {

		private final CompletablePromise<String> answer = Workflows.promise();

		private boolean first;

		private boolean second;

		@WorkflowMethod
		public String run() {
			return Promise.anyOf(this.answer.thenApply((answer) -> answer + "!")).get() + " " + this.first + " "
					+ this.second;
		}

		@SignalMethod
		public void answer(String answer) {
			this.first = this.answer.complete(answer);
			this.second = this.answer.fail(new IllegalStateException("too late"));
		}

	}

}
