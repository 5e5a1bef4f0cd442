package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.CompletablePromise;
import dev.holdfast.workflow.PendingLimitException;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowLocal;
import dev.holdfast.workflow.WorkflowLock;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.WorkflowQueue;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Workflow code that does what it must not, and calls from where they must not come. */
class BadWorkflowCodeTests {

	@EngineTest
	void ofTheWorkflowApiAnywhereElseIsRefusedWithTheAlternative(EngineRig rig) {
		for (Runnable call : List.<Runnable>of(Workflows::now, () -> Workflows.sleep(Duration.ZERO),
				() -> Workflows.version("x", 1, 1), () -> Workflows.external("x"), Workflows::promise,
				() -> Workflows.queue(1))) {
			assertThatIllegalStateException().isThrownBy(call::run)
				.withMessageContaining("only in workflow code")
				.withMessageContaining("use WorkflowClient");
		}
		assertThatIllegalStateException().isThrownBy(() -> Promise.completed("x"));
		assertThatIllegalStateException().isThrownBy(() -> WorkflowLocal.withInitial(() -> 1).get());
	}

	@EngineTest
	void onAThreadOfItsOwnIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Threading.class);
		String notThere = " was called from a thread that is not the workflow's";
		assertThat(Look.result(client.workflow(Threading::run).start())).containsExactly(
				"Workflows.* works only in workflow code, on the thread that the engine executes it on. In an activity"
						+ " use Activities.*; elsewhere use WorkflowClient.",
				"Promise.get()" + notThere, "CompletablePromise.complete" + notThere, "WorkflowQueue.offer" + notThere,
				"WorkflowLock.lock" + notThere);
	}

	@EngineTest
	void withMoreTimersThanMayBePendingIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Timing.class);
		assertThat(Look.result(client.workflow(Timing::run).start())).isEqualTo(
				"2000: This execution has 2000 pending timers already, which is the limit. Wait for some of them before"
						+ " beginning more.");
	}

	@EngineTest(Extent.HALF)
	void thatBeginsMoreThanMayBePendingOfAnyKindFailsTheTaskAndWritesNothing(EngineRig rig) {
		rig.maxTaskAttempts(1).deadlockDetection(Duration.ofSeconds(10));
		WorkflowClient client = rig.start(Greedy.class, Chores.class);
		for (String kind : List.of("activities", "local activities", "timers", "child workflows",
				"external requests")) {
			WorkflowHandle<Greedy, @Nullable Void> handle = client.workflow(Greedy::run, kind).start();
			Look.awaitStatus(handle, WorkflowStatus.STUCK);
			assertThat(handle.describe().lastTaskFailure()).as(kind)
				.contains("PendingLimitException: This execution has 2000 pending " + kind + " already");
			assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
		}
	}

	@EngineTest
	void withImpossibleTimesIsToldSo(EngineRig rig) {
		WorkflowClient client = rig.start(Sleepers.class);
		WorkflowHandle<Sleepers, List<String>> handle = client.workflow(Sleepers::run).start();
		assertThat(Look.result(handle)).containsExactly("A workflow cannot sleep for a negative time: PT-1S",
				"A workflow can sleep for at most 100 years, not for " + Duration.ofDays(3_652_425),
				"A workflow can sleep for at most 100 years, not for " + Duration.ofSeconds(Long.MAX_VALUE),
				"other code ran meanwhile", "100 years are fine");
		assertThat(Look.types(handle)).containsOnlyOnce("TimerStarted");
	}

	@EngineTest
	void whoseConditionThrowsFailsTheTask(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Throwing.class);
		WorkflowHandle<Throwing, @Nullable Void> handle = client.workflow(Throwing::run, "throw").start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("IllegalStateException: no condition");
	}

	@EngineTest
	void whoseConditionBeginsSomethingFailsTheTask(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Throwing.class);
		for (String what : List.of("timer", "version", "complete", "memo", "signal", "queue")) {
			WorkflowHandle<Throwing, @Nullable Void> handle = client.workflow(Throwing::run, what).start();
			Look.awaitStatus(handle, WorkflowStatus.STUCK);
			assertThat(handle.describe().lastTaskFailure()).as(what)
				.contains("ReadOnlyException")
				.contains("not allowed in a condition of Workflows.await");
		}
	}

	@EngineTest
	void thatWaitsForNothingCostsNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Throwing.class);
		WorkflowHandle<Throwing, @Nullable Void> handle = client.workflow(Throwing::run, "never").start();
		rig.awaitQuiet();
		int asked = handle.query(Throwing::asked);
		rig.advance(Duration.ofDays(365));
		rig.awaitQuiet();
		assertThat(handle.query(Throwing::asked)).isEqualTo(asked);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void thatThrowsErrorsFailsTheTaskAndNothingElse(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Failing.class);
		for (String kind : List.of("StackOverflowError", "OutOfMemoryError", "AssertionError", "ThreadDeath")) {
			for (boolean async : List.of(false, true)) {
				WorkflowHandle<Failing, String> handle = client.workflow(Failing::run, kind, async).start();
				Look.awaitStatus(handle, WorkflowStatus.STUCK);
				assertThat(handle.describe().lastTaskFailure()).contains(kind);
				assertThat(Look.types(handle)).containsExactly("WorkflowStarted");
			}
		}
		assertThat(Look.result(client.workflow(Failing::run, "none", true).start())).isEqualTo("fine");
	}

	@Workflow
	public static class Sleepers {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			for (Duration time : List.of(Duration.ofSeconds(-1), Duration.ofDays(3_652_425),
					Duration.ofSeconds(Long.MAX_VALUE))) {
				try {
					Workflows.sleep(time);
				}
				catch (IllegalArgumentException ex) {
					seen.add(String.valueOf(ex.getMessage()));
				}
			}
			Workflows.async(() -> {
				seen.add("other code ran meanwhile");
			});
			Workflows.sleep(Duration.ZERO);
			Workflows.timer(Duration.ofDays(36_525));
			seen.add("100 years are fine");
			return seen;
		}

	}

	@Workflow
	public static class Threading {

		@WorkflowMethod
		public List<String> run() {
			CompletablePromise<String> promise = Workflows.promise();
			WorkflowQueue<String> queue = Workflows.queue(1);
			WorkflowLock lock = Workflows.lock();
			return List.of(elsewhere(Workflows::now), elsewhere(promise::get), elsewhere(() -> promise.complete("x")),
					elsewhere(() -> queue.offer("x")), elsewhere(lock::lock));
		}

		private static String elsewhere(Runnable call) {
			AtomicReference<String> message = new AtomicReference<>("nothing was thrown");
			Thread thread = new Thread(() -> {
				try {
					call.run();
				}
				catch (IllegalStateException ex) {
					message.set(ex.getMessage());
				}
			});
			thread.start();
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return message.get();
		}

	}

	@Workflow
	public static class Timing {

		@WorkflowMethod
		public String run() {
			for (int i = 0;; i++) {
				try {
					Workflows.timer(Duration.ofHours(1));
				}
				catch (PendingLimitException ex) {
					assertThat(ex.what() + " " + ex.limit()).isEqualTo("timers 2000");
					return i + ": " + ex.getMessage();
				}
			}
		}

	}

	@Activity
	public static class Chores {

		@ActivityMethod(startToCloseTimeout = "5s")
		public void one() {
			// what there is too much of
		}

	}

	@Workflow
	public static class Greedy {

		@WorkflowMethod
		public void run(String kind) {
			for (int i = 0;; i++) {
				switch (kind) {
					case "activities" -> Workflows.activity(Chores::one).async();
					case "local activities" -> Workflows.localActivity(Chores::one).async();
					case "timers" -> Workflows.timer(Duration.ofHours(1));
					case "child workflows" -> Workflows.child(Greedy::run, kind).id("child-" + i).async();
					default -> Workflows.external("somebody").signalAsync("x");
				}
			}
		}

	}

	@Workflow
	public static class Throwing {

		private final CompletablePromise<String> promise = Workflows.promise();

		private final AtomicInteger asked = new AtomicInteger();

		@WorkflowMethod
		public void run(String what) {
			Workflows.await(() -> {
				this.asked.incrementAndGet();
				switch (what) {
					case "throw" -> throw new IllegalStateException("no condition");
					case "timer" -> Workflows.timer(Duration.ofHours(1));
					case "version" -> Workflows.version("x", 1, 1);
					case "complete" -> this.promise.complete("x");
					case "memo" -> Workflows.upsertMemo("x", 1);
					case "signal" -> Workflows.external("x").signalAsync("x");
					case "queue" -> Workflows.queue(1).offer("x");
					default -> {
						// only waits
					}
				}
				return false;
			});
		}

		@QueryMethod
		public int asked() {
			return this.asked.get();
		}

	}

	@Workflow
	public static class Failing {

		@WorkflowMethod
		public String run(String kind, boolean async) {
			if (async) {
				Workflows.async(() -> fail(kind)).get();
			}
			else {
				fail(kind);
			}
			return "fine";
		}

		@SuppressWarnings("removal") // ThreadDeath, which some code may throw
										// nevertheless
		private static void fail(String kind) {
			switch (kind) {
				case "StackOverflowError" -> recurse(1);
				case "OutOfMemoryError" -> {
					List<long[]> hoard = new ArrayList<>();
					while (hoard.size() < 1000) {
						hoard.add(new long[Integer.MAX_VALUE - 8]);
					}
				}
				case "AssertionError" -> throw new AssertionError("as if");
				case "ThreadDeath" -> throw new ThreadDeath();
				default -> {
					// does not fail
				}
			}
		}

		private static int recurse(int depth) {
			return (depth > 0) ? recurse(depth + 1) + 1 : 0;
		}

	}

}
