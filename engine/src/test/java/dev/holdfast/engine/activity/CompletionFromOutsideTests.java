package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.InvalidTaskTokenException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.activity.Approvals.Approval;
import dev.holdfast.engine.activity.Approvals.Decision;
import dev.holdfast.engine.activity.Approvals.Desk;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Activities that an {@link ActivityCompletionClient} completes. */
class CompletionFromOutsideTests {

	@EngineTest
	void byTaskToken(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		Approvals.completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(Approvals.types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
				"WorkflowCompleted");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class)).isZero();
	}

	@EngineTest
	void byIds(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> first = node.client().workflow(Approval::run).id("first").start();
		WorkflowHandle<Approval, String> second = node.client().workflow(Approval::run).id("second").start();
		node.bean(Desk.class).awaitToken(2);
		Approvals.completion(node).activity("first", 2).complete(new Decision("granted", 1));
		Approvals.completion(node).activity("second", second.runId(), 2).complete(new Decision("granted", 2));
		assertThat(first.result(EngineRig.PATIENCE)).isEqualTo("granted 1");
		assertThat(second.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void joinsTheTransactionOfTheCaller(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatIllegalStateException().isThrownBy(() -> rig.inTransaction(() -> {
			Approvals.completion(node).complete(token, new Decision("rolled back", 0));
			throw new IllegalStateException("on purpose");
		}));
		rig.inTransaction(() -> Approvals.completion(node).complete(token, new Decision("granted", 3)));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
	}

	@EngineTest
	void aFailureIsRetried(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		Desk desk = node.bean(Desk.class);
		String first = desk.awaitToken(1);
		Approvals.completion(node).fail(first, new IllegalStateException("nobody there"));
		rig.advance(Duration.ofSeconds(1));
		String second = desk.awaitToken(2);
		assertThat(desk.failures).containsExactly("none", "java.lang.IllegalStateException: nobody there");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> Approvals.completion(node).complete(first, new Decision("late", 0)))
			.withMessageContaining("attempt 1 has ended, and attempt 2 has begun");
		Approvals.completion(node).complete(second, new Decision("granted", 2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void aFailureOfATypeThatIsNotRetriedEndsTheActivity(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		Approvals.completion(node).fail(node.bean(Desk.class).awaitToken(1), new NumberFormatException("no number"));
		assertThat(handle.result(EngineRig.PATIENCE))
			.isEqualTo("NON_RETRYABLE_FAILURE: java.lang.NumberFormatException: no number");
	}

	@EngineTest
	void isRefusedOnceItIsDone(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).id("done").start();
		String token = node.bean(Desk.class).awaitToken(1);
		Approvals.completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		for (Runnable again : List.<Runnable>of(
				() -> Approvals.completion(node).complete(token, new Decision("twice", 0)),
				() -> Approvals.completion(node).fail(token, new IllegalStateException()),
				() -> Approvals.completion(node).cancel(token), () -> Approvals.completion(node).heartbeat(token, 1),
				() -> Approvals.completion(node).activity("done", 2).complete(null),
				() -> Approvals.completion(node).activity("never was", 2).complete(null),
				() -> Approvals.completion(node).activity("done", handle.runId(), 2).complete(null),
				() -> Approvals.completion(node).activity("done", "no run", 2).complete(null))) {
			assertThatExceptionOfType(ActivityNotFoundException.class).isThrownBy(again::run);
		}
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

	@EngineTest
	void isAcceptedOnceWhenTwoComeTogether(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		rig.inTransaction(() -> {
			Approvals.completion(node).complete(token, new Decision("first", 1));
			assertThatExceptionOfType(ActivityNotFoundException.class)
				.isThrownBy(() -> Approvals.completion(node).complete(token, new Decision("second", 2)))
				.withMessageContaining("already");
			assertThatExceptionOfType(ActivityNotFoundException.class)
				.isThrownBy(() -> Approvals.completion(node).fail(token, new IllegalStateException()));
		});
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("first 1");
	}

	@EngineTest
	void isAcceptedFromOneOfManyThreads(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		List<Integer> accepted = new CopyOnWriteArrayList<>();
		List<Throwable> refused = new CopyOnWriteArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			int number = i;
			threads.add(new Thread(() -> {
				try {
					Approvals.completion(node).complete(token, new Decision("granted by", number));
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
			.isThrownBy(() -> Approvals.completion(node).activity("held", 2).complete("from outside"));
		hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("from inside");
	}

	@EngineTest
	void withGarbageForATokenIsRefused(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		String real = new TaskToken("w", UUID.randomUUID(), 2, 1).text();
		for (String garbage : List.of("", " ", "garbage", "ÄÖÜ", "AAAA", real.substring(0, 20), real + "=!",
				"x".repeat(100_000), real.replaceFirst(".", "z"))) {
			assertThatExceptionOfType(InvalidTaskTokenException.class)
				.isThrownBy(() -> Approvals.completion(node).complete(garbage, null));
		}
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> Approvals.completion(node).complete(real, null));
	}

	@EngineTest
	void withAResultThatCannotBeWrittenChangesNothing(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Approval, String> handle = node.client().workflow(Approval::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> Approvals.completion(node).complete(token, new Object()));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> Approvals.completion(node).heartbeat(token, "x".repeat(3_000_000)));
		Approvals.completion(node).complete(token, new Decision("granted", 3));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
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

}
