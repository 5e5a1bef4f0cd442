package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.InvalidTaskTokenException;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Activities that an {@link ActivityCompletionClient} completes. */
class CompletionFromOutsideTests {

	@EngineTest
	void byTaskToken(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
				"WorkflowCompleted");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class)).isZero();
	}

	@EngineTest
	void byIds(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> first = node.client().workflow(Approval::run).id("first").start();
		WorkflowHandle<Approval, String> second = node.client().workflow(Approval::run).id("second").start();
		node.bean(Desk.class).awaitToken(2);
		completion(node).activity("first", 2).complete(new Decision("granted", 1));
		completion(node).activity("second", second.runId(), 2).complete(new Decision("granted", 2));
		assertThat(first.result(EngineRig.PATIENCE)).isEqualTo("granted 1");
		assertThat(second.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void joinsTheTransactionOfTheCaller(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatIllegalStateException().isThrownBy(() -> rig.inTransaction(() -> {
			completion(node).complete(token, new Decision("rolled back", 0));
			throw new IllegalStateException("on purpose");
		}));
		rig.inTransaction(() -> completion(node).complete(token, new Decision("granted", 3)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
	}

	@EngineTest
	void aFailureIsRetried(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		Desk desk = node.bean(Desk.class);
		String first = desk.awaitToken(1);
		completion(node).fail(first, new IllegalStateException("nobody there"));
		rig.advance(Duration.ofSeconds(1));
		String second = desk.awaitToken(2);
		assertThat(desk.failures).containsExactly("none", "java.lang.IllegalStateException: nobody there");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion(node).complete(first, new Decision("late", 0)))
			.withMessageContaining("attempt 1 has ended, and attempt 2 has begun");
		completion(node).complete(second, new Decision("granted", 2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void aFailureOfATypeThatIsNotRetriedEndsTheActivity(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		completion(node).fail(node.bean(Desk.class).awaitToken(1), new NumberFormatException("no number"));
		assertThat(handle.result(EngineRig.PATIENCE))
			.isEqualTo("NON_RETRYABLE_FAILURE: java.lang.NumberFormatException: no number");
	}

	@EngineTest
	void survivesTheEndOfTheNodeWithoutAnotherAttempt(EngineRig rig) {
		EngineRig.Node first = start(rig);
		first.client().workflow(Approval::run).id("kept").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = start(rig);
		rig.advance(Duration.ofSeconds(20));
		rig.awaitQuiet();
		completion(second).complete(token, new Decision("granted", 3));
		WorkflowHandle<?, ?> handle = second.client().handle(Approval.class, "kept");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(second.bean(Desk.class).tokens).isEmpty();
	}

	@EngineTest
	void survivesTheLossOfTheNodeWithoutAnotherAttempt(EngineRig rig) {
		EngineRig.Node first = start(rig);
		first.client().workflow(Approval::run).id("kept").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = start(rig);
		rig.clock().advance(Duration.ofSeconds(11));
		completion(second).complete(token, new Decision("granted", 3));
		WorkflowHandle<?, ?> handle = second.client().handle(Approval.class, "kept");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(second.bean(Desk.class).tokens).isEmpty();
	}

	@EngineTest
	void timesOutFromTheBeginningOfTheAttemptAlsoOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = start(rig);
		first.client().workflow(Approval::run).id("slow").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.advance(Duration.ofSeconds(50));
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = start(rig);
		rig.advance(Duration.ofSeconds(10));
		awaitBackOff(second.client().handle(Approval.class, "slow"));
		rig.advance(Duration.ofSeconds(1));
		Desk desk = second.bean(Desk.class);
		String next = desk.awaitToken(1);
		assertThat(desk.failures).containsExactly("START_TO_CLOSE timeout");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion(second).complete(token, new Decision("late", 0)));
		completion(second).complete(next, new Decision("granted", 2));
		assertThat(second.client().handle(Approval.class, "slow").result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void heartbeatsKeepItAliveAndTheirDetailsReachTheNextAttempt(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Watched, String> handle = node.client().workflow(Watched::run).start();
		Desk desk = node.bean(Desk.class);
		String token = desk.awaitToken(1);
		for (int i = 1; i <= 3; i++) {
			rig.advance(Duration.ofSeconds(1));
			completion(node).heartbeat(token, "step " + i);
			rig.awaitQuiet();
			assertThat(desk.tokens).hasSize(1);
			rig.advance(Duration.ofSeconds(1));
		}
		rig.advance(Duration.ofSeconds(2));
		awaitBackOff(handle);
		rig.advance(Duration.ofSeconds(1));
		String next = desk.awaitToken(2);
		assertThat(desk.failures).containsExactly("none", "HEARTBEAT timeout");
		assertThat(desk.details).containsExactly("none", "step 3");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion(node).heartbeat(token, "late"));
		completion(node).complete(next, new Decision("granted", 2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void hearsOfItsCancellationByHeartbeatsAndReportsThatItHasStopped(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Watched, String> handle = node.client().workflow(Watched::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatIllegalStateException().isThrownBy(() -> completion(node).cancel(token));
		handle.cancel("not needed");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		assertThatExceptionOfType(CanceledFailure.class).isThrownBy(() -> completion(node).heartbeat(token, null));
		completion(node).cancel(token);
		assertThat(handle.result(EngineRig.PATIENCE)).startsWith("CANCEL_REQUESTED: Cancelled");
	}

	@EngineTest
	void hearsOfACancellationOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = start(rig);
		first.client().workflow(Watched::run).id("watched").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = start(rig);
		WorkflowHandle<?, ?> handle = second.client().handle(Watched.class, "watched");
		handle.cancel("not needed");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		assertThatExceptionOfType(CanceledFailure.class).isThrownBy(() -> completion(second).heartbeat(token, null));
		second.stop();
		EngineRig.Node third = start(rig);
		assertThatExceptionOfType(CanceledFailure.class).isThrownBy(() -> completion(third).heartbeat(token, null));
		completion(third).complete(token, new Decision("granted all the same", 3));
		assertThat(third.client().handle("watched").result(EngineRig.PATIENCE)).isEqualTo("granted all the same 3");
	}

	@EngineTest
	void isRefusedOnceItIsDone(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).id("done").start();
		String token = node.bean(Desk.class).awaitToken(1);
		completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		for (Runnable again : List.<Runnable>of(() -> completion(node).complete(token, new Decision("twice", 0)),
				() -> completion(node).fail(token, new IllegalStateException()), () -> completion(node).cancel(token),
				() -> completion(node).heartbeat(token, 1), () -> completion(node).activity("done", 2).complete(null),
				() -> completion(node).activity("never was", 2).complete(null),
				() -> completion(node).activity("done", handle.runId(), 2).complete(null),
				() -> completion(node).activity("done", "no run", 2).complete(null))) {
			assertThatExceptionOfType(ActivityNotFoundException.class).isThrownBy(again::run);
		}
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	@EngineTest
	void isAcceptedOnceWhenTwoComeTogether(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		rig.inTransaction(() -> {
			completion(node).complete(token, new Decision("first", 1));
			assertThatExceptionOfType(ActivityNotFoundException.class)
				.isThrownBy(() -> completion(node).complete(token, new Decision("second", 2)))
				.withMessageContaining("already");
			assertThatExceptionOfType(ActivityNotFoundException.class)
				.isThrownBy(() -> completion(node).fail(token, new IllegalStateException()));
		});
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("first 1");
	}

	@EngineTest
	void survivesCommitsThatFail(EngineRig rig) {
		AtomicInteger commits = new AtomicInteger();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				int number = commits.incrementAndGet() % 4;
				failIf(number == 1);
				T result = transaction.get();
				failIf(number == 3);
				return result;
			}

			private void failIf(boolean fail) {
				if (fail) {
					throw new DataAccessResourceFailureException("the connection broke");
				}
			}

		});
		EngineRig.Node node = start(rig);
		List<WorkflowHandle<Approval, String>> handles = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			handles.add(node.client().workflow(Approval::run).start());
		}
		Desk desk = node.bean(Desk.class);
		desk.awaitToken(8);
		for (String token : desk.tokens) {
			completion(node).heartbeat(token, "half way");
			completion(node).complete(token, new Decision("granted", 1));
		}
		for (WorkflowHandle<Approval, String> handle : handles) {
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 1");
			assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
					"WorkflowCompleted");
		}
		assertThat(desk.tokens).hasSize(8);
	}

	@EngineTest
	void isAcceptedFromOneOfManyThreads(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		List<Integer> accepted = new CopyOnWriteArrayList<>();
		List<Throwable> refused = new CopyOnWriteArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			int number = i;
			threads.add(new Thread(() -> {
				try {
					completion(node).complete(token, new Decision("granted by", number));
					accepted.add(number);
				}
				catch (ActivityNotFoundException ex) {
					refused.add(ex);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(accepted).hasSize(1);
		assertThat(refused).hasSize(5);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted by " + accepted.get(0));
	}

	@EngineTest
	void ofAnActivityThatDidNotAskForItIsRefused(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Held.class, HeldWork.class, Hold.class);
		WorkflowHandle<Held, String> handle = node.client().workflow(Held::run).id("held").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion(node).activity("held", 2).complete("from outside"));
		hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("from inside");
	}

	@EngineTest
	void withGarbageForATokenIsRefused(EngineRig rig) {
		EngineRig.Node node = start(rig);
		String real = new TaskToken("w", UUID.randomUUID(), 2, 1).text();
		for (String garbage : List.of("", " ", "garbage", "ÄÖÜ", "AAAA", real.substring(0, 20), real + "=!",
				"x".repeat(100_000), real.replaceFirst(".", "z"))) {
			assertThatExceptionOfType(InvalidTaskTokenException.class)
				.isThrownBy(() -> completion(node).complete(garbage, null));
		}
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion(node).complete(real, null));
	}

	@EngineTest
	void withAResultThatCannotBeWrittenChangesNothing(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> completion(node).complete(token, new Object()));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> completion(node).heartbeat(token, "x".repeat(3_000_000)));
		completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
	}

	@EngineTest
	void isNotForActivitiesThatMustEndByThemselves(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Mistaken.class, MistakenWork.class);
		assertThat(node.client().workflow(Mistaken::run, true).start().result(EngineRig.PATIENCE))
			.contains("a local activity");
		assertThat(node.client().workflow(Mistaken::run, false).start().result(EngineRig.PATIENCE))
			.contains("recorded in its own transaction");
	}

	@EngineTest
	void countsInPlaceOfWhatTheMethodReturns(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Ignored.class, IgnoredWork.class);
		WorkflowHandle<Ignored, String> handle = node.client().workflow(Ignored::run).id("ignored").start();
		EngineRig.await(() -> node.bean(IgnoredWork.class).returned.size() == 1);
		completion(node).activity("ignored", 2).complete("one");
		EngineRig.await(() -> node.bean(IgnoredWork.class).returned.size() == 2);
		rig.awaitQuiet();
		completion(node).activity("ignored", 4).complete("two");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("one two");
	}

	@EngineTest
	void endsWhenTheMethodThrowsAfterwards(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Throwing.class, ThrowingWork.class);
		assertThat(node.client().workflow(Throwing::run).start().result(EngineRig.PATIENCE)).isEqualTo("after all not");
	}

	private static EngineRig.Node start(EngineRig rig) {
		return rig.startNode(Approval.class, Watched.class, Desk.class);
	}

	private static void awaitBackOff(WorkflowHandle<?, ?> handle) {
		EngineRig.await(() -> handle.describe()
			.pendingActivities()
			.stream()
			.anyMatch((activity) -> activity.state() == PendingActivity.State.BACKING_OFF));
	}

	private static ActivityCompletionClient completion(EngineRig.Node node) {
		return node.bean(ActivityCompletionClient.class);
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	/** What somebody decided. */
	public record Decision(String what, int by) {
	}

	@Workflow
	public static class Approval {

		private final Desk desk;

		public Approval(Desk desk) {
			this.desk = desk;
		}

		@WorkflowMethod
		public String run() {
			try {
				Decision decision = this.desk.decide();
				return decision.what() + " " + decision.by();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Workflow
	public static class Watched {

		@WorkflowMethod
		public String run() {
			try {
				Decision decision = Workflows.activity(Desk::decide)
					.heartbeatTimeout(Duration.ofSeconds(3))
					.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
					.execute();
				return decision.what() + " " + decision.by();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class Desk {

		final List<String> tokens = new CopyOnWriteArrayList<>();

		final List<String> failures = new CopyOnWriteArrayList<>();

		final List<String> details = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(initialInterval = "1s", backoffCoefficient = 1,
				nonRetryable = NumberFormatException.class))
		public Decision decide() {
			Throwable last = Activities.info().lastFailure();
			this.failures.add((last != null) ? last.getMessage().replaceFirst("timeout: .*", "timeout") : "none");
			this.details.add(Activities.heartbeatDetails(String.class).orElse("none"));
			this.tokens.add(Activities.completeLater());
			return null;
		}

		String awaitToken(int number) {
			EngineRig.await(() -> this.tokens.size() >= number);
			return this.tokens.get(number - 1);
		}

	}

	@Workflow
	public static class Held {

		private final HeldWork work;

		public Held(HeldWork work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.work();
		}

	}

	@Activity
	public static class HeldWork {

		private final Hold hold;

		public HeldWork(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public String work() {
			this.hold.pass();
			return "from inside";
		}

	}

	@Workflow
	public static class Mistaken {

		@WorkflowMethod
		public String run(boolean local) {
			try {
				return local ? Workflows.localActivity(MistakenWork::plain).execute()
						: Workflows.activity(MistakenWork::transactional).execute();
			}
			catch (ActivityFailure ex) {
				return ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class MistakenWork {

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String plain() {
			return Activities.completeLater();
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String transactional() {
			return Activities.completeLater();
		}

	}

	@Workflow
	public static class Ignored {

		@WorkflowMethod
		public String run() {
			Object unwritable = Workflows.activity(IgnoredWork::unwritable).execute();
			String noStage = Workflows.activity(IgnoredWork::noStage).execute();
			return unwritable + " " + noStage;
		}

	}

	@Activity
	public static class IgnoredWork {

		final List<String> returned = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "60s")
		public Object unwritable() {
			this.returned.add(Activities.completeLater());
			return new Object();
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public CompletionStage<String> noStage() {
			this.returned.add(Activities.completeLater());
			return null;
		}

	}

	@Workflow
	public static class Throwing {

		@WorkflowMethod
		public String run() {
			try {
				return Workflows.activity(ThrowingWork::work).execute();
			}
			catch (ActivityFailure ex) {
				return ((ApplicationFailure) ex.getCause()).reason();
			}
		}

	}

	@Activity
	public static class ThrowingWork {

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String work() {
			Activities.completeLater();
			throw new IllegalStateException("after all not");
		}

	}

}
