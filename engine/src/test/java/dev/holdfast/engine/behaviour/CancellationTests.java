package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.CancellationToken;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CancellationTests {

	@EngineTest
	void wakesASleepingWorkflowAndClosesItAsCanceled(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		WorkflowHandle<Sleeper, String> handle = client.workflow(Sleeper::run).start();
		rig.awaitQuiet();
		handle.cancel("not needed");
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(failure).cause().isInstanceOf(CanceledFailure.class).hasMessageContaining("not needed");
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerStarted", "CancelRequested",
				"TimerCanceled", "WorkflowCanceled");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void comesTooLateForATimerThatFiresInTheSameTask(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Sleeper.class);
		String id = first.client().workflow(Sleeper::run).start().workflowId();
		rig.awaitQuiet();
		first.stop();
		rig.clock().advance(Duration.ofDays(1));
		EngineRig.Node second = rig.createNode((context) -> context.register(Sleeper.class));
		WorkflowHandle<Sleeper, ?> handle = second.client().handle(Sleeper.class, id);
		handle.cancel("too late");
		second.engine().start();
		EngineRig.await(() -> !Look.status(handle).isOpen());
		assertThat(Look.types(handle)).contains("CancelRequested", "TimerFired").doesNotContain("TimerCanceled");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void reachesAWaitingWorkflow(EngineRig rig) {
		WorkflowClient client = rig.start(Waiter.class);
		WorkflowHandle<Waiter, String> handle = client.workflow(Waiter::run).start();
		rig.awaitQuiet();
		handle.cancel();
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
	}

	@EngineTest
	void sentWithTheStartIsSeenAtTheFirstWait(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		List<WorkflowHandle<Sleeper, String>> started = new ArrayList<>();
		rig.inTransaction(() -> {
			WorkflowHandle<Sleeper, String> handle = client.workflow(Sleeper::run).start();
			handle.cancel("at once");
			started.add(handle);
		});
		assertThat(Look.failure(started.get(0)).status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(Look.types(started.get(0))).containsExactly("WorkflowStarted", "CancelRequested",
				"WorkflowCanceled");
	}

	@EngineTest
	void tellsARunningActivity(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Calling.class, Patient.class);
		WorkflowHandle<Calling, String> handle = node.client().workflow(Calling::run).start();
		Patient patient = node.bean(Patient.class);
		assertThat(patient.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("stop");
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(patient.told.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "CancelRequested",
				"ActivityCanceled", "WorkflowCanceled");
	}

	@EngineTest
	void thatIsSwallowedLetsTheWorkflowComplete(EngineRig rig) {
		WorkflowClient client = rig.start(Swallower.class);
		WorkflowHandle<Swallower, String> handle = client.workflow(Swallower::run).start();
		rig.awaitQuiet();
		handle.cancel("ignored");
		assertThat(Look.result(handle)).isEqualTo("carried on: ignored");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@EngineTest
	void thatEndsASignalHandlerLeavesTheEndToTheWorkflowMethod(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Cleaner.class, Broom.class);
		WorkflowHandle<Cleaner, String> handle = node.client().workflow(Cleaner::run).start();
		rig.awaitQuiet();
		handle.signal(Cleaner::ponder);
		rig.awaitQuiet();
		handle.cancel("clean up");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(node.bean(Broom.class).swept).containsExactly("clean up");
	}

	@EngineTest
	void leavesDetachedCodeAlone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Cleaner.class, Broom.class);
		WorkflowHandle<Cleaner, String> handle = node.client().workflow(Cleaner::run).start();
		rig.awaitQuiet();
		handle.cancel("clean up");
		rig.advance(Duration.ofMinutes(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(node.bean(Broom.class).swept).containsExactly("clean up");
	}

	@EngineTest
	void ofAScopeReachesWhatWasBegunInItAndNothingElse(EngineRig rig) {
		WorkflowClient client = rig.start(Scoped.class);
		WorkflowHandle<Scoped, String> handle = client.workflow(Scoped::run).start();
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).isEqualTo("inner cancelled, outer fired");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@EngineTest
	void isSeenByCodeThatNeitherBlocksNorCatches(EngineRig rig) {
		WorkflowClient client = rig.start(Watchful.class);
		WorkflowHandle<Watchful, List<String>> handle = client.workflow(Watchful::run).start();
		rig.awaitQuiet();
		assertThat(handle.query(Watchful::state)).isEqualTo("not cancelled");
		handle.cancel("no more");
		rig.awaitQuiet();
		assertThat(handle.query(Watchful::state)).isEqualTo("cancelled: no more");
		handle.signal(Watchful::look);
		assertThat(Look.result(handle)).containsExactly("main: no more", "follower: no more", "detached: false",
				"handler: Cancelled: no more", "handler: true");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.COMPLETED);
		assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "TimerStarted", "CancelRequested",
				"TimerCanceled", "SignalReceived", "WorkflowCompleted");
	}

	@EngineTest
	void ofAScopeIsToldByThePromiseOfItAndOfThoseWithinIt(EngineRig rig) {
		WorkflowClient client = rig.start(Nested.class);
		WorkflowHandle<Nested, List<String>> handle = client.workflow(Nested::run).start();
		assertThat(Look.result(handle)).containsExactly("inner of outer: true", "outer", "inner",
				"already cancelled: outer", "waits in a cancelled scope: inner only", "root: false");
	}

	@EngineTest
	void cannotBeRequestedNorAwaitedByWhatOnlyLooks(EngineRig rig) {
		WorkflowClient client = rig.start(Watchful.class);
		WorkflowHandle<Watchful, List<String>> handle = client.workflow(Watchful::run).start();
		rig.awaitQuiet();
		for (String what : List.of("cancel", "cancellation")) {
			assertThatExceptionOfType(WorkflowQueryException.class)
				.isThrownBy(() -> handle.query(Watchful::meddle, what))
				.withMessageContaining("CancellationScope." + what + " is not allowed in a query");
		}
		assertThat(handle.query(Watchful::state)).isEqualTo("not cancelled");
	}

	@EngineTest
	void twiceHasNoFurtherEffect(EngineRig rig) {
		WorkflowClient client = rig.start(Swallower.class);
		WorkflowHandle<Swallower, String> handle = client.workflow(Swallower::run).start();
		rig.awaitQuiet();
		rig.inTransaction(() -> {
			handle.cancel("first");
			handle.cancel("second");
		});
		assertThat(Look.result(handle)).isEqualTo("carried on: first");
	}

	@EngineTest
	void ofAClosedExecutionHasNoEffect(EngineRig rig) {
		WorkflowClient client = rig.start(Swallower.class);
		WorkflowHandle<Swallower, String> handle = client.workflow(Swallower::run).start();
		handle.cancel("x");
		Look.result(handle);
		List<String> before = Look.types(handle);
		handle.cancel("again");
		assertThat(Look.types(handle)).isEqualTo(before);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	@EngineTest
	void ofAnUnknownIdIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> client.handle("nobody").cancel());
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public String run() {
			Workflows.sleep(Duration.ofDays(1));
			return "slept";
		}

	}

	@Workflow
	public static class Waiter {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> false);
			return "never";
		}

	}

	@Workflow
	public static class Swallower {

		@WorkflowMethod
		public String run() {
			try {
				Workflows.sleep(Duration.ofDays(1));
				return "slept";
			}
			catch (CanceledFailure ex) {
				return "carried on: " + ex.reason();
			}
		}

	}

	@Activity
	public static class Patient {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch told = new CountDownLatch(1);

		@ActivityMethod(startToCloseTimeout = "1h")
		public String work() {
			this.begun.countDown();
			CancellationToken cancellation = Activities.cancellation();
			EngineRig.await(cancellation::isCancellationRequested);
			try {
				Activities.heartbeat();
			}
			catch (CanceledFailure ex) {
				this.told.countDown();
				throw ex;
			}
			return "not told";
		}

	}

	@Workflow
	public static class Calling {

		private final Patient patient;

		public Calling(Patient patient) {
			this.patient = patient;
		}

		@WorkflowMethod
		public String run() {
			return this.patient.work();
		}

	}

	@Activity
	public static class Broom {

		final List<String> swept = java.util.Collections.synchronizedList(new ArrayList<>());

		@ActivityMethod(startToCloseTimeout = "5s")
		public void sweep(String why) {
			this.swept.add(why);
		}

	}

	@Workflow
	public static class Cleaner {

		private final Broom broom;

		public Cleaner(Broom broom) {
			this.broom = broom;
		}

		@WorkflowMethod
		public String run() {
			try {
				Workflows.await(() -> false);
				return "never";
			}
			catch (CanceledFailure ex) {
				Workflows.detached(() -> {
					Workflows.sleep(Duration.ofSeconds(30));
					this.broom.sweep(ex.reason());
				});
				throw ex;
			}
		}

		@SignalMethod
		public void ponder() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	@Workflow
	public static class Scoped {

		@WorkflowMethod
		public String run() {
			Promise<Void> outer = Workflows.timer(Duration.ofSeconds(30));
			String inner = Workflows.scope((scope) -> {
				Promise<Void> timer = Workflows.timer(Duration.ofSeconds(10));
				scope.cancel("enough");
				return (timer.failure() instanceof CanceledFailure) ? "inner cancelled" : "inner went on";
			});
			outer.get();
			return inner + ", outer fired";
		}

	}

	@Workflow
	public static class Watchful {

		private final List<String> seen = new ArrayList<>();

		private boolean looked;

		@WorkflowMethod
		public List<String> run() {
			CancellationScope scope = Workflows.currentScope();
			scope.throwIfCancellationRequested();
			Promise<@Nullable Void> timer = Workflows.timer(Duration.ofDays(1));
			Promise<String> first = Promise.anyOf(timer.thenApply((nothing) -> "timer"), scope.cancellation());
			Promise<String> follower = scope.cancellation().thenApply((reason) -> "follower: " + reason);
			this.seen.add("main: " + first.get());
			this.seen.add(follower.get());
			Workflows.detached(() -> {
				this.seen.add("detached: " + Workflows.currentScope().isCancellationRequested());
				Workflows.await(() -> this.looked && Workflows.currentScope().isCancellationRequested());
			});
			return this.seen;
		}

		@SignalMethod
		public void look() {
			try {
				Workflows.currentScope().throwIfCancellationRequested();
			}
			catch (CanceledFailure ex) {
				this.seen.add("handler: " + ex.getMessage());
			}
			this.seen.add("handler: " + Workflows.currentScope().isCancellationRequested());
			this.looked = true;
		}

		@QueryMethod
		public String state() {
			return Workflows.currentScope().reason().map((reason) -> "cancelled: " + reason).orElse("not cancelled");
		}

		@QueryMethod
		public String meddle(String what) {
			if (what.equals("cancel")) {
				Workflows.currentScope().cancel("by a query");
			}
			return String.valueOf(Workflows.currentScope().cancellation());
		}

	}

	@Workflow
	public static class Nested {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			Workflows.inScope((outer) -> {
				Workflows.inScope((inner) -> {
					seen.add("inner of outer: " + (inner.equals(Workflows.currentScope()) && !inner.equals(outer)));
					outer.cancellation().thenApply((reason) -> seen.add("outer"));
					inner.cancellation().thenApply((reason) -> seen.add("inner"));
					outer.cancel("outer");
					Promise.allOf(outer.cancellation(), inner.cancellation()).get();
					Workflows.detached(() -> Workflows.sleep(Duration.ZERO));
				});
				seen.add("already cancelled: " + Workflows.currentScope().cancellation().get());
			});
			Workflows.inScope((outer) -> Workflows.inScope((inner) -> {
				inner.cancel("inner only");
				try {
					outer.cancellation().get();
				}
				catch (CanceledFailure ex) {
					seen.add("waits in a cancelled scope: " + ex.reason());
				}
			}));
			seen.add("root: " + Workflows.currentScope().isCancellationRequested());
			return seen;
		}

	}

}
