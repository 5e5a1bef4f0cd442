package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WaitInTransactionException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.client.WorkflowUpdateException.Reason;
import dev.holdfast.client.WorkflowUpdateTimeoutException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UpdateTests {

	@EngineTest
	void answerWithWhatTheirHandlerReturns(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		int size = handle.update(Basket::add, "book");
		assertThat(size).isEqualTo(1);
		assertThat(handle.update("add", Integer.class, "pen")).isEqualTo(2);
		handle.update(Basket::clear);
		assertThat(handle.update(Basket::add, "cup")).isEqualTo(1);
		handle.signal(Basket::close);
		assertThat(Look.result(handle)).containsExactly("cup");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "UpdateAccepted", "UpdateCompleted",
				"UpdateAccepted", "UpdateCompleted", "UpdateAccepted", "UpdateCompleted", "UpdateAccepted",
				"UpdateCompleted", "SignalReceived", "WorkflowCompleted");
	}

	@EngineTest
	void mayBlock(EngineRig rig) throws Exception {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		UpdateHandle<Integer> slow = handle.startUpdate(Basket::addLater, "slow").waitFor(UpdateStage.ACCEPTED).start();
		assertThat(handle.update(Basket::add, "quick")).isEqualTo(1);
		CompletableFuture<Integer> later = slow.resultAsync();
		assertThatExceptionOfType(WorkflowUpdateTimeoutException.class)
			.isThrownBy(() -> slow.result(Duration.ofMillis(50)));
		rig.advance(Duration.ofMinutes(1));
		assertThat(slow.result(EngineRig.PATIENCE)).isEqualTo(2);
		assertThat(later.get(20, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@EngineTest
	void thatAreRejectedLeaveNoTraceInTheHistory(EngineRig rig) {
		Basket.validations.set(0);
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		List<String> before = Look.types(handle);
		Long taskBefore = rig.jdbc().queryForObject("select last_task from holdfast_run", Long.class);
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Basket::add, ""))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.REJECTED);
				assertThat(ex.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
					assertThat(cause.type()).isEqualTo(IllegalArgumentException.class.getName());
					assertThat(cause.reason()).isEqualTo("an item has a name");
				});
			})
			.withMessageContaining("an item has a name");
		rig.awaitQuiet();
		assertThat(Look.types(handle)).isEqualTo(before);
		assertThat(rig.jdbc().queryForObject("select last_task from holdfast_run", Long.class)).isEqualTo(taskBefore);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
		handle.update(Basket::add, "book");
		int validations = Basket.validations.get();
		assertThat(validations).as("a step that is not written is made again").isGreaterThanOrEqualTo(2);
		handle.signal(Basket::close);
		Look.result(handle);
		assertThat(Basket.validations).as("validators never run on replay").hasValue(validations);
	}

	@EngineTest
	void whoseValidatorTriesToDoSomethingAreRejected(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Basket::meddle, 1))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.REJECTED))
			.withMessageContaining("not allowed in the validator of update 'meddle'");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		assertThat(handle.update(Basket::add, "book")).isEqualTo(1);
	}

	@EngineTest
	void whoseHandlerFailsFailAlone(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Basket::fail, "empty"))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.FAILED);
				assertThat(ex.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
						(cause) -> assertThat(cause.type()).isEqualTo("out-of-stock"));
			});
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Basket::fail, "listed"))
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
					(cause) -> assertThat(cause.type()).isEqualTo(java.io.IOException.class.getName())));
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(handle.update(Basket::add, "book")).isEqualTo(1);
	}

	@EngineTest
	void whoseHandlerHasADefectFailTheTaskAndAreTriedAgain(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		UpdateHandle<Integer> update = handle.startUpdate(Basket::fail, "defect").start();
		Look.awaitStatus(handle, WorkflowStatus.RUNNING);
		Look.advanceUntil(rig, Duration.ofSeconds(10), () -> Look.status(handle) == WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("ArithmeticException");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		handle.terminate("enough");
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(update::result)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EXECUTION_CLOSED));
	}

	@EngineTest
	void withTheSameIdCountOnceAndHaveOneOutcome(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		for (int i = 0; i < 3; i++) {
			assertThat(handle.startUpdate(Basket::add, "book").id("add-1").execute()).isEqualTo(1);
			rig.awaitQuiet();
		}
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.startUpdate(Basket::add, "").id("bad").execute());
		assertThatExceptionOfType(WorkflowUpdateException.class).as("the outcome of the first request")
			.isThrownBy(() -> handle.startUpdate(Basket::add, "good now").id("bad").execute());
		assertThat(handle.updateHandle("add-1", Integer.class).result()).isEqualTo(1);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.updateHandle("never", Integer.class))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_FOUND));
		handle.signal(Basket::close);
		assertThat(Look.result(handle)).containsExactly("book");
		assertThat(handle.startUpdate(Basket::add, "book").id("add-1").execute())
			.as("also when the execution has closed")
			.isEqualTo(1);
	}

	@EngineTest
	void sentByManyAtOnceWithOneIdCountOnce(EngineRig rig) throws Exception {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		List<CompletableFuture<Integer>> all = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			all.add(CompletableFuture
				.supplyAsync(() -> handle.startUpdate(Basket::add, "book").id("the-one").execute()));
		}
		for (CompletableFuture<Integer> one : all) {
			assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(1);
		}
		assertThat(handle.update(Basket::add, "pen")).isEqualTo(2);
	}

	@EngineTest
	void joinTheTransactionOfTheCaller(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		AtomicReference<UpdateHandle<Integer>> requested = new AtomicReference<>();
		rig.inTransaction(() -> requested.set(handle.startUpdate(Basket::add, "book").start()));
		assertThat(requested.get().result()).isEqualTo(1);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rig.inTransaction(() -> {
			handle.startUpdate(Basket::add, "never").id("rolled-back").start();
			throw new IllegalStateException("roll back");
		}));
		assertThat(handle.update(Basket::add, "pen")).isEqualTo(2);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.updateHandle("rolled-back", Integer.class));
	}

	@EngineTest
	void areNotWaitedForWithinATransaction(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		rig.inTransaction(() -> {
			assertThatExceptionOfType(WaitInTransactionException.class)
				.isThrownBy(() -> handle.update(Basket::add, "book"))
				.withMessageContaining("startUpdate");
			assertThatExceptionOfType(WaitInTransactionException.class)
				.isThrownBy(() -> handle.startUpdate(Basket::add, "book").waitFor(UpdateStage.ACCEPTED).start());
			UpdateHandle<Integer> update = handle.startUpdate(Basket::add, "pen").start();
			assertThatExceptionOfType(WaitInTransactionException.class).isThrownBy(update::result);
		});
		assertThat(handle.update(Basket::add, "cup")).as("only the pen was requested").isEqualTo(2);
	}

	@EngineTest
	void deliveredWithTheStartAreHandledBeforeTheFirstLine(EngineRig rig) {
		WorkflowClient client = rig.start(Basket.class);
		AtomicReference<WorkflowHandle<Basket, List<String>>> started = new AtomicReference<>();
		AtomicReference<UpdateHandle<Integer>> update = new AtomicReference<>();
		rig.inTransaction(() -> {
			started.set(client.workflow(Basket::run, "first").start());
			update.set(started.get().startUpdate(Basket::add, "early").start());
		});
		assertThat(update.get().result()).isEqualTo(1);
		started.get().signal(Basket::close);
		assertThat(Look.result(started.get())).containsExactly("early", "first");
	}

	@EngineTest
	void keepTheirPlaceAmongSignals(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		List<UpdateHandle<Integer>> updates = new ArrayList<>();
		rig.inTransaction(() -> {
			handle.signal(Basket::addQuietly, "1");
			updates.add(handle.startUpdate(Basket::add, "2").start());
			handle.startUpdate(Basket::add, "").start();
			handle.signal(Basket::addQuietly, "3");
			updates.add(handle.startUpdate(Basket::add, "4").start());
			updates.add(handle.startUpdate(Basket::add, "5").start());
		});
		assertThat(updates.stream().map(UpdateHandle::result)).containsExactly(2, 4, 5);
		handle.signal(Basket::close);
		assertThat(Look.result(handle)).containsExactly("1", "2", "3", "4", "5");
	}

	@EngineTest
	void ofAnUnknownNameAreRejectedWithTheKnownOnes(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update("nothing", Integer.class, 1))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.REJECTED))
			.withMessageContaining("has no update 'nothing'")
			.withMessageContaining("add, addLater, answer, clear");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
	}

	@EngineTest
	void withUnreadableArgumentsAreRejected(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update("add", Integer.class, Map.of("not", List.of("a", "string"))))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.REJECTED));
		assertThatIllegalArgumentException().isThrownBy(() -> handle.update(" ", Integer.class));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> handle.startUpdate(Basket::add, "book").id("x".repeat(256)));
		assertThat(handle.startUpdate(Basket::add, "book").id("x".repeat(255)).execute()).isEqualTo(1);
	}

	@EngineTest(Extent.HALF)
	void ofWhichTooManyHaveNotFinishedAreRejected(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		rig.inTransaction(() -> {
			for (int i = 0; i < 2000; i++) {
				handle.startUpdate(Basket::addLater, "x").id("slow-" + i).start();
			}
		});
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> handle.update(Basket::add, "book"))
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
					(cause) -> assertThat(cause.type()).isEqualTo("ResourceExhausted")));
		rig.advance(Duration.ofMinutes(1));
		assertThat(handle.updateHandle("slow-1999", Integer.class).result()).isEqualTo(2000);
		assertThat(handle.update(Basket::add, "book")).isEqualTo(2001);
	}

	@EngineTest
	void whoseResultCannotBeWrittenFailAlone(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update(Basket::answer, 3_000_000))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.FAILED))
			.withMessageContaining("The result of update 'answer'");
		assertThat(handle.update(Basket::answer, 3)).isEqualTo("xxx");
	}

	@EngineTest
	void toAClosedExecutionAreRefusedAndWriteNothing(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		handle.signal(Basket::close);
		Look.result(handle);
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> handle.update(Basket::add, "late"));
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_request", Integer.class)).isZero();
	}

	@EngineTest(Extent.HALF)
	void racingWithTheEndAreHandledOrRefusedAndNeverLost(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Basket.class);
		for (int round = 0; round < 60; round++) {
			WorkflowHandle<Basket, List<String>> handle = client.workflow(Basket::run, (String) null).start();
			CompletableFuture<Void> end = CompletableFuture.runAsync(() -> handle.signal(Basket::close));
			boolean handled;
			try {
				handled = handle.update(Basket::add, "book") == 1;
			}
			catch (WorkflowNotRunningException ex) {
				handled = false;
			}
			end.get(20, TimeUnit.SECONDS);
			assertThat(Look.result(handle)).isEqualTo(handled ? List.of("book") : List.of());
		}
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thatTheEndOvertakesSaySo(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = start(rig);
		UpdateHandle<Integer> slow = handle.startUpdate(Basket::addLater, "slow").waitFor(UpdateStage.ACCEPTED).start();
		handle.signal(Basket::close);
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(slow::result)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EXECUTION_CLOSED))
			.withMessageContaining("COMPLETED");
	}

	@EngineTest
	void thatNoNodeTakesUpAreWaitedForNoLongerThanIsReasonable(EngineRig rig) throws Exception {
		EngineRig.Node node = rig.startNode(Basket.class);
		WorkflowHandle<Basket, List<String>> handle = node.client().workflow(Basket::run, "x").start();
		rig.awaitQuiet();
		node.engine().stop(Duration.ofSeconds(1));
		CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> handle.update(Basket::add, "nobody"));
		EngineRig.await(() -> rig.jdbc().queryForObject("select count(*) from holdfast_request", Integer.class) == 1);
		Look.advanceUntil(rig, Duration.ofSeconds(10), waiting::isDone);
		assertThat(waiting).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(WorkflowUpdateTimeoutException.class);
	}

	@EngineTest
	void areAnsweredByWhicheverNodeHasTheRun(EngineRig rig) {
		WorkflowClient one = rig.startNode(Basket.class).client();
		WorkflowHandle<Basket, List<String>> handle = one.workflow(Basket::run, "x").id("shared").start();
		rig.awaitQuiet();
		WorkflowClient other = rig.startNode(Basket.class).client();
		assertThat(other.handle(Basket.class, "shared").update(Basket::add, "book")).isEqualTo(2);
		assertThat(handle.update(Basket::add, "pen")).isEqualTo(3);
	}

	private static WorkflowHandle<Basket, List<String>> start(EngineRig rig) {
		WorkflowHandle<Basket, List<String>> handle = rig.start(Basket.class)
			.workflow(Basket::run, (String) null)
			.start();
		rig.awaitQuiet();
		return handle;
	}

	@Workflow(failOn = java.io.IOException.class)
	public static class Basket {

		static final AtomicInteger validations = new AtomicInteger();

		private final List<String> items = new ArrayList<>();

		private boolean closed;

		@WorkflowMethod
		public List<String> run(String first) {
			if (first != null) {
				this.items.add(first);
			}
			Workflows.await(() -> this.closed);
			return this.items;
		}

		@UpdateValidatorMethod(update = "add")
		public void validateAdd(String item) {
			validations.incrementAndGet();
			if (item.isEmpty()) {
				throw new IllegalArgumentException("an item has a name");
			}
		}

		@UpdateMethod
		public int add(String item) {
			this.items.add(item);
			return this.items.size();
		}

		@UpdateMethod
		public int addLater(String item) {
			Workflows.sleep(Duration.ofMinutes(1));
			this.items.add(item);
			return this.items.size();
		}

		@UpdateMethod
		public String answer(int length) {
			return "x".repeat(length);
		}

		@UpdateMethod
		public void clear() {
			this.items.clear();
		}

		@UpdateMethod
		public int fail(String how) throws java.io.IOException {
			switch (how) {
				case "empty" -> throw ApplicationFailure.of("out-of-stock", "none left");
				case "listed" -> throw new java.io.IOException("no line");
				default -> {
					return 1 / (this.items.size() - this.items.size());
				}
			}
		}

		@UpdateValidatorMethod(update = "meddle")
		public void validateMeddle(int number) {
			Workflows.sleep(Duration.ofSeconds(number));
		}

		@UpdateMethod
		public void meddle(int number) {
			this.items.add("meddled");
		}

		@SignalMethod
		public void addQuietly(String item) {
			this.items.add(item);
		}

		@SignalMethod
		public void close() {
			this.closed = true;
		}

	}

}
