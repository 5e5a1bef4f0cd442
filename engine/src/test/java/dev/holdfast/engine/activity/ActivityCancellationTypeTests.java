package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityCancellationTypeTests {

	@EngineTest
	void tryCancelGoesOnAtOnceAndTellsTheAttempt(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.TRY_CANCEL, "until told")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		EngineRig.await(() -> work.heard.equals(List.of("the workflow cancelled it")));
		assertThat(types(handle)).contains("ActivityCanceled").doesNotContain("ActivityCancelRequested");
	}

	@EngineTest
	void waitingHearsThatTheAttemptHasStopped(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "until told")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(work.heard).containsExactly("enough");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "CancelRequested",
				"ActivityCancelRequested", "ActivityFailed", "WorkflowCompleted");
	}

	@EngineTest
	void waitingTakesTheResultOfAnAttemptThatCompletesAllTheSame(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "in spite of it")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		assertThat(status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		work.goOn.countDown();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("finished");
		assertThat(types(handle)).endsWith("ActivityCancelRequested", "ActivityCompleted", "WorkflowCompleted");
	}

	@EngineTest
	void waitingTellsByACallbackAndByTheHeartbeat(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "with a callback")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(work.heard).containsExactly("called back", "enough");
	}

	@EngineTest
	void waitingMakesNoFurtherAttempt(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "then fails")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE))
			.isEqualTo("CANCEL_REQUESTED: java.lang.IllegalStateException: broke while it stopped");
	}

	@EngineTest
	void waitingEndsAtOnceWhileTheActivityBacksOff(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "fails at once")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		rig.awaitQuiet();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class)).isZero();
	}

	@EngineTest
	void waitingEndsAtOnceWhileTheActivityWaitsForASlot(EngineRig rig) throws InterruptedException {
		rig.worker("default", new WorkerSettings(4, 1));
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		node.client().workflow(Caller::run, ActivityCancellationType.TRY_CANCEL, "in spite of it").start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "never begins")
			.start();
		EngineRig.await(() -> types(handle).contains("ActivityScheduled"));
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		work.goOn.countDown();
	}

	@EngineTest
	void waitingEndsOnAnotherNodeWhenTheNodeOfTheAttemptIsGone(EngineRig rig) throws InterruptedException {
		EngineRig.Node first = rig.startNode(Caller.class, Work.class);
		WorkflowHandle<Caller, String> handle = first.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "in spite of it")
			.start();
		assertThat(first.bean(Work.class).begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = rig.startNode(Caller.class, Work.class);
		WorkflowHandle<?, ?> there = second.client().handle(Caller.class, handle.workflowId());
		assertThat(there.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(second.bean(Work.class).begun.getCount()).isEqualTo(1);
		first.bean(Work.class).goOn.countDown();
	}

	@EngineTest
	void terminationEndsAWorkflowWhoseActivityIgnoresThatItShouldStop(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Caller.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Caller, String> handle = node.client()
			.workflow(Caller::run, ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, "in spite of it")
			.start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		handle.cancel("enough, I said");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		handle.terminate("no more patience");
		EngineRig.await(() -> status(handle) == WorkflowStatus.TERMINATED);
		work.goOn.countDown();
		assertThat(types(handle)).containsOnlyOnce("ActivityCancelRequested").doesNotContain("ActivityCompleted");
	}

	@EngineTest
	void abandoningLeavesTheAttemptAloneAndDropsItsResult(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Abandoner.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Abandoner, String> handle = node.client().workflow(Abandoner::run).start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		EngineRig.await(() -> types(handle).contains("TimerStarted"));
		rig.clock().advance(Duration.ofSeconds(1));
		EngineRig.await(() -> types(handle).stream().filter("TimerStarted"::equals).count() == 2);
		assertThat(work.heard).isEmpty();
		work.goOn.countDown();
		EngineRig.await(() -> work.finished.size() == 1);
		rig.advance(Duration.ofMinutes(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(work.heard).isEmpty();
		assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "TimerStarted", "TimerFired",
				"TimerStarted", "TimerFired", "WorkflowCompleted");
	}

	@EngineTest
	void theInjectionPointCountsMoreThanTheAnnotation(EngineRig rig) throws InterruptedException {
		EngineRig.Node node = rig.startNode(Patient.class, Work.class);
		Work work = node.bean(Work.class);
		WorkflowHandle<Patient, String> handle = node.client().workflow(Patient::run).start();
		assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
		handle.cancel("enough");
		EngineRig.await(() -> types(handle).contains("ActivityCancelRequested"));
		work.goOn.countDown();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("finished");
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	private static WorkflowStatus status(WorkflowHandle<?, ?> handle) {
		return handle.describe().execution().status();
	}

	@Workflow
	public static class Caller {

		@WorkflowMethod
		public String run(ActivityCancellationType type, String how) {
			try {
				return Workflows.activity(Work::work, how).cancellationType(type).execute();
			}
			catch (ActivityFailure ex) {
				return describe(ex);
			}
		}

		static String describe(ActivityFailure failure) {
			return failure.retryState() + ": " + failure.getCause().getMessage();
		}

	}

	@Workflow
	public static class Abandoner {

		@WorkflowMethod
		public String run() {
			String told = Workflows.scope((scope) -> {
				Promise<String> working = Workflows.activity(Work::work, "in spite of it")
					.cancellationType(ActivityCancellationType.ABANDON)
					.async();
				Workflows.async(() -> {
					Workflows.sleep(Duration.ofSeconds(1));
					scope.cancel("enough");
					return "cancelled";
				});
				try {
					return working.get();
				}
				catch (ActivityFailure ex) {
					return Caller.describe(ex);
				}
			});
			Workflows.sleep(Duration.ofMinutes(1));
			return told;
		}

	}

	@Workflow
	public static class Patient {

		private final Work work;

		public Patient(
				@ActivityOptions(cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED) Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.work("in spite of it");
		}

	}

	@Activity
	public static class Work {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch goOn = new CountDownLatch(1);

		final List<String> heard = new CopyOnWriteArrayList<>();

		final List<String> finished = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "1h", cancellationType = ActivityCancellationType.TRY_CANCEL)
		public String work(String how) {
			if (how.equals("with a callback")) {
				Activities.cancellation().onCancellation(() -> this.heard.add("called back"));
			}
			this.begun.countDown();
			switch (how) {
				case "fails at once" -> throw new IllegalStateException("broke");
				case "in spite of it" -> awaitGoOn();
				case "with a callback" -> {
					while (this.heard.isEmpty()) {
						LockSupport.parkNanos(1_000_000);
					}
					beatUntilTold();
				}
				case "then fails" -> {
					try {
						beatUntilTold();
					}
					catch (CanceledFailure ex) {
						throw new IllegalStateException("broke while it stopped");
					}
				}
				default -> beatUntilTold();
			}
			this.finished.add(how);
			return "finished";
		}

		private void beatUntilTold() {
			try {
				while (true) {
					Activities.heartbeat();
					LockSupport.parkNanos(1_000_000);
				}
			}
			catch (CanceledFailure ex) {
				this.heard.add(ex.reason());
				throw ex;
			}
		}

		private void awaitGoOn() {
			while (this.goOn.getCount() > 0) {
				LockSupport.parkNanos(1_000_000);
			}
		}

	}

}
