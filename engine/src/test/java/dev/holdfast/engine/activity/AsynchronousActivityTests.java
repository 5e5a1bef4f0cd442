package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityContext;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Activities that return a completion stage. */
class AsynchronousActivityTests {

	@EngineTest
	void completeAsTheirStageDoes(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ByReference.class, ByStub.class, Prices.class);
		Prices prices = node.bean(Prices.class);
		WorkflowHandle<ByReference, String> handle = node.client().workflow(ByReference::run).start();
		prices.awaitAsked(1).complete(List.of(new Price("EUR", 3), new Price("USD", 4)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("3 EUR, 4 USD");
	}

	@EngineTest
	void giveStubsStagesThatAreComplete(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ByReference.class, ByStub.class, Prices.class);
		WorkflowHandle<ByStub, String> handle = node.client().workflow(ByStub::run).start();
		node.bean(Prices.class).awaitAsked(1).complete(List.of(new Price("EUR", 3)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("complete: 3 EUR");
	}

	@EngineTest
	void needNoSlotWhileTheyWait(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1));
		EngineRig.Node node = rig.startNode(ByReference.class, ByStub.class, Prices.class);
		Prices prices = node.bean(Prices.class);
		WorkflowHandle<ByReference, String> first = node.client().workflow(ByReference::run).start();
		CompletableFuture<List<Price>> one = prices.awaitAsked(1);
		WorkflowHandle<ByReference, String> second = node.client().workflow(ByReference::run).start();
		prices.awaitAsked(2).complete(List.of(new Price("USD", 2)));
		assertThat(second.result(EngineRig.PATIENCE)).isEqualTo("2 USD");
		one.complete(List.of(new Price("EUR", 1)));
		assertThat(first.result(EngineRig.PATIENCE)).isEqualTo("1 EUR");
	}

	@EngineTest
	void areRetriedWhenTheStageFails(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ByReference.class, ByStub.class, Prices.class);
		Prices prices = node.bean(Prices.class);
		WorkflowHandle<ByReference, String> handle = node.client().workflow(ByReference::run).start();
		prices.awaitAsked(1).completeExceptionally(new CompletionException(new IllegalStateException("no prices")));
		EngineRig.await(() -> lastFailure(handle).contains("java.lang.IllegalStateException: no prices"));
		rig.advance(Duration.ofSeconds(1));
		prices.awaitAsked(2).complete(List.of(new Price("EUR", 3)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("3 EUR");
	}

	@EngineTest
	void timeOutAndHearOfIt(EngineRig rig) {
		EngineRig.Node node = rig.startNode(ByReference.class, ByStub.class, Prices.class);
		Prices prices = node.bean(Prices.class);
		WorkflowHandle<ByReference, String> handle = node.client().workflow(ByReference::run).start();
		CompletableFuture<List<Price>> late = prices.awaitAsked(1);
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(late::isCancelled);
		rig.advance(Duration.ofSeconds(1));
		prices.awaitAsked(2).complete(List.of(new Price("EUR", 3)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("3 EUR");
	}

	@EngineTest
	void mayBeatFromAnyThread(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Beating.class, Beats.class);
		Beats beats = node.bean(Beats.class);
		WorkflowHandle<Beating, String> handle = node.client().workflow(Beating::run).start();
		EngineRig.await(() -> beats.context != null);
		for (int i = 0; i < 5; i++) {
			beats.context.heartbeat(i);
			rig.clock().advance(Duration.ofSeconds(1));
		}
		beats.future.complete("alive");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("alive");
	}

	@EngineTest
	void mustReturnAStageThatAWorkflowCanBeGiven(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> rig.startNode(Odd.class))
			.withMessageContaining("Return CompletionStage or CompletableFuture.");
	}

	@EngineTest
	void thatReturnNoStageHaveFailed(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Forgetful.class, Forgetting.class);
		WorkflowHandle<Forgetful, String> handle = node.client().workflow(Forgetful::run).start();
		assertThat(handle.result(EngineRig.PATIENCE)).contains("returned null in place of a completion stage");
	}

	private static String lastFailure(WorkflowHandle<?, ?> handle) {
		return handle.describe()
			.pendingActivities()
			.stream()
			.map((activity) -> String.valueOf(activity.lastFailure()))
			.findFirst()
			.orElse("");
	}

	/** A price. */
	public record Price(String currency, int amount) {

		@Override
		public String toString() {
			return this.amount + " " + this.currency;
		}

	}

	@Workflow
	public static class ByReference {

		@WorkflowMethod
		public String run() {
			List<Price> prices = Workflows.activity(Prices::ask, "tea").execute();
			return String.join(", ", prices.stream().map(Price::toString).toList());
		}

	}

	@Workflow
	public static class ByStub {

		private final Prices prices;

		public ByStub(Prices prices) {
			this.prices = prices;
		}

		@WorkflowMethod
		public String run() {
			CompletableFuture<List<Price>> answer = this.prices.ask("tea").toCompletableFuture();
			return (answer.isDone() ? "complete: " : "open: ") + answer.join().get(0);
		}

	}

	@Activity
	public static class Prices {

		private final Queue<CompletableFuture<List<Price>>> asked = new ConcurrentLinkedQueue<>();

		@ActivityMethod(startToCloseTimeout = "60s")
		public CompletionStage<List<Price>> ask(String article) {
			CompletableFuture<List<Price>> answer = new CompletableFuture<>();
			Activities.cancellation().onCancellation(() -> answer.cancel(false));
			this.asked.add(answer);
			return answer;
		}

		CompletableFuture<List<Price>> awaitAsked(int number) {
			EngineRig.await(() -> this.asked.size() >= number);
			return this.asked.stream().toList().get(number - 1);
		}

	}

	@Workflow
	public static class Beating {

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Beats::beat).execute();
		}

	}

	@Activity
	public static class Beats {

		final CompletableFuture<String> future = new CompletableFuture<>();

		volatile ActivityContext context;

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "2s")
		public CompletableFuture<String> beat() {
			this.context = Activities.context();
			return this.future;
		}

	}

	@Activity
	public static class Odd {

		/** A future of its own. */
		public static class OddFuture extends CompletableFuture<String> {

		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public OddFuture odd() {
			return new OddFuture();
		}

	}

	@Workflow
	public static class Forgetful {

		@WorkflowMethod
		public String run() {
			try {
				return Workflows.activity(Forgetting::forget).retryPolicy(RetryPolicy.once()).execute();
			}
			catch (ActivityFailure ex) {
				return ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class Forgetting {

		@ActivityMethod(startToCloseTimeout = "60s")
		public CompletionStage<String> forget() {
			return null;
		}

	}

}
