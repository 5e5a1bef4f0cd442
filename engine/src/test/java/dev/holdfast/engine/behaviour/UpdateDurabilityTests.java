package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.client.WorkflowUpdateException.Reason;
import dev.holdfast.client.WorkflowUpdateTimeoutException;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateInfo;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UpdateDurabilityTests {

	@EngineTest
	void anUpdateThatWasAcceptedCompletesOnTheNodeThatTakesOver(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Account.class);
		WorkflowHandle<Account, Integer> begun = first.client().workflow(Account::run).id("a").start();
		begun.startUpdate(Account::depositLater, 5).id("slow").waitFor(UpdateStage.ACCEPTED).start();
		first.freeze();
		EngineRig.Node second = rig.startNode(Account.class);
		WorkflowHandle<Account, ?> handle = second.client().handle(Account.class, "a");
		UpdateHandle<Integer> requestedMeanwhile = handle.startUpdate(Account::deposit, 7).start();
		Look.advanceUntil(rig, Duration.ofSeconds(4),
				() -> Look.types(handle).stream().filter("UpdateCompleted"::equals).count() == 2);
		int slow = handle.updateHandle("slow", Integer.class).result();
		assertThat(List.of(slow, requestedMeanwhile.result())).containsAnyOf(5, 7).contains(12);
		assertThat(handle.query("balance", Integer.class)).isEqualTo(12);
		assertThat(Look.types(handle)).filteredOn("UpdateAccepted"::equals).hasSize(2);
		first.thaw();
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void anUpdateSurvivesARestartInOrder(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Account.class);
		WorkflowHandle<Account, Integer> begun = first.client().workflow(Account::run).id("a").start();
		begun.startUpdate(Account::depositLater, 5).id("slow").waitFor(UpdateStage.ACCEPTED).start();
		assertThat(begun.update(Account::deposit, 1)).isEqualTo(1);
		first.stop();
		WorkflowClient client = rig.startNode(Account.class).client();
		WorkflowHandle<Account, ?> handle = client.handle(Account.class, "a");
		assertThat(handle.query("balance", Integer.class)).isEqualTo(1);
		rig.advance(Duration.ofMinutes(1));
		assertThat(handle.updateHandle("slow", Integer.class).result()).isEqualTo(6);
		assertThat(handle.startUpdate(Account::deposit, 1).id("slow").execute()).as("the id is known").isEqualTo(6);
	}

	@EngineTest
	void updatesTakeEffectOnceWhateverBecomesOfCommits(EngineRig rig) throws Exception {
		AtomicInteger commits = new AtomicInteger();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				int number = commits.incrementAndGet();
				if (number % 3 == 0) {
					throw new IllegalStateException("before the commit");
				}
				T result = transaction.get();
				if (number % 4 == 0) {
					throw new IllegalStateException("after the commit");
				}
				return result;
			}

		});
		WorkflowHandle<Account, Integer> handle = rig.start(Account.class).workflow(Account::run).start();
		List<CompletableFuture<Integer>> all = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			int amount = (i % 4 == 3) ? -1 : 1;
			String id = "update-" + i;
			all.add(CompletableFuture.supplyAsync(() -> handle.startUpdate(Account::deposit, amount).id(id).execute()));
		}
		int rejected = 0;
		for (CompletableFuture<Integer> one : all) {
			try {
				assertThat(one.get(20, TimeUnit.SECONDS)).isBetween(1, 9);
			}
			catch (java.util.concurrent.ExecutionException ex) {
				assertThat(ex.getCause()).isInstanceOfSatisfying(WorkflowUpdateException.class,
						(update) -> assertThat(update.reason()).isEqualTo(Reason.REJECTED));
				rejected++;
			}
		}
		assertThat(rejected).isEqualTo(3);
		assertThat(handle.update(Account::deposit, 0)).isEqualTo(9);
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aRejectedUpdateLeavesNothingEvenIfItWakesTheCode(EngineRig rig) {
		WorkflowHandle<Watching, Instant> handle = rig.start(Watching.class).workflow(Watching::run).start();
		rig.awaitQuiet();
		rig.advance(Duration.ofHours(2));
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Watching::never));
		assertThat(handle.query(Watching::isLate)).as("as a replay would have it").isFalse();
		rig.advance(Duration.ofHours(1));
		Instant expected = Instant.EPOCH.plusNanos(rig.clock().micros() * 1000);
		handle.signal(Watching::look);
		assertThat(Look.result(handle)).isEqualTo(expected);
	}

	@EngineTest
	void anUpdateOfATypeThatNoNodeKnowsIsWaitedForNoLongerThanIsReasonable(EngineRig rig) {
		EngineRig.Node owner = rig.startNode(Account.class);
		owner.client().workflow(Account::run).id("foreign").start();
		rig.awaitQuiet();
		owner.stop();
		WorkflowClient other = rig.startNode(Watching.class).client();
		CompletableFuture<Integer> waiting = CompletableFuture
			.supplyAsync(() -> other.handle("foreign").update("deposit", Integer.class, 1));
		EngineRig.await(() -> rig.jdbc().queryForObject("select count(*) from holdfast_request", Integer.class) == 1);
		Look.advanceUntil(rig, Duration.ofSeconds(10), waiting::isDone);
		assertThat(waiting).failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(WorkflowUpdateTimeoutException.class);
	}

	@EngineTest
	void whoWaitsForAnUpdateFollowsItToTheRunThatTakesItUp(EngineRig rig) {
		EngineRig.Node owner = rig.startNode(Account.class);
		WorkflowHandle<Account, Integer> begun = owner.client()
			.workflow(Account::run)
			.id("a")
			.runTimeout(Duration.ofSeconds(20))
			.retryPolicy(RetryPolicy.maximumAttempts(5).initialInterval(Duration.ofSeconds(1)))
			.start();
		rig.awaitQuiet();
		owner.stop();
		WorkflowClient elsewhere = rig.createNode((context) -> context.register(Account.class)).client();
		UpdateHandle<Integer> update = elsewhere.handle(Account.class, "a")
			.startUpdate(Account::deposit, 5)
			.id("five")
			.start();
		assertThat(update.runId()).isEqualTo(begun.runId());
		CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(update::result);
		CompletableFuture<Integer> later = update.resultAsync();
		rig.advance(Duration.ofSeconds(20));
		rig.startNode(Account.class);
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> waiting.isDone() && later.isDone());
		assertThat(waiting).isCompletedWithValue(5);
		assertThat(later).isCompletedWithValue(5);
		assertThat(update.result()).isEqualTo(5);
		assertThat(Look.status(elsewhere.handle(Account.class, "a", begun.runId())))
			.isEqualTo(WorkflowStatus.TIMED_OUT);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aHandlerKnowsItsUpdate(EngineRig rig) {
		WorkflowHandle<Account, Integer> handle = rig.start(Account.class).workflow(Account::run).start();
		assertThat(handle.startUpdate(Account::who).id("it-is-me").execute()).isEqualTo("it-is-me who");
	}

	@Workflow
	public static class Account {

		private int balance;

		@WorkflowMethod
		public int run() {
			Workflows.await(() -> this.balance < 0);
			return this.balance;
		}

		@UpdateValidatorMethod(update = "deposit")
		public void validateDeposit(int amount) {
			if (amount < 0) {
				throw new IllegalArgumentException("a deposit is not negative");
			}
		}

		@UpdateMethod
		public int deposit(int amount) {
			this.balance += amount;
			return this.balance;
		}

		@UpdateMethod
		public int depositLater(int amount) {
			Workflows.sleep(Duration.ofMinutes(1));
			this.balance += amount;
			return this.balance;
		}

		@UpdateMethod
		public String who() {
			UpdateInfo update = Workflows.currentUpdate().orElseThrow();
			return update.id() + " " + update.name();
		}

		@QueryMethod
		public int balance() {
			return this.balance;
		}

	}

	@Workflow
	public static class Watching {

		private boolean late;

		private boolean looked;

		@WorkflowMethod
		public Instant run() {
			Instant started = Workflows.now();
			Workflows.await(() -> Workflows.now().isAfter(started.plus(Duration.ofHours(1))));
			this.late = true;
			Workflows.await(() -> this.looked);
			return Workflows.now();
		}

		@UpdateValidatorMethod(update = "never")
		public void validateNever() {
			throw new IllegalArgumentException("never");
		}

		@UpdateMethod
		public void never() {
			this.late = true;
		}

		@SignalMethod
		public void look() {
			this.looked = true;
		}

		@QueryMethod
		public boolean isLate() {
			return this.late;
		}

	}

}
