package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.UUID;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Activities whose workers go, one after the other. */
class LostWorkerTests {

	@EngineTest(Extent.HALF)
	void endAnActivityThatSeemsToEndThem(EngineRig rig) {
		Hold hold = new Hold();
		WorkflowHandle<Caller, String> handle = start(rig, hold, "quiet");
		hold.awaitArrivals(1);
		lose(rig);
		for (int attempt = 2; attempt <= 5; attempt++) {
			hold.awaitArrivals(attempt); // the second at once, the others after the delay
			lose(rig);
			int lost = attempt;
			if (attempt < 5) {
				EngineRig.await(() -> backsOffAfter(handle, lost));
				assertThat(hold.arrivals()).isEqualTo(attempt);
				rig.clock().advance(Duration.ofSeconds(1));
			}
		}
		ActivityFailure failure = (ActivityFailure) catchThrowableOfType(WorkflowFailedException.class,
				() -> handle.result(EngineRig.PATIENCE))
			.getCause();
		assertThat(failure.retryState()).isEqualTo(RetryState.NON_RETRYABLE_FAILURE);
		assertThat(failure.attempts()).isEqualTo(5);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
			assertThat(cause.type()).isEqualTo("WorkerLost");
			assertThat(cause).hasMessageContaining("seems to end the process");
		});
		hold.open();
	}

	@EngineTest(Extent.HALF)
	void doNotEndAnActivityThatGetsOn(EngineRig rig) {
		Hold hold = new Hold();
		WorkflowHandle<Caller, String> handle = start(rig, hold, "beat");
		for (int attempt = 1; attempt <= 6; attempt++) {
			hold.awaitArrivals(attempt);
			int current = attempt;
			EngineRig.await(() -> heartbeats(rig, current) == 1);
			lose(rig);
		}
		hold.awaitArrivals(7);
		hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("made in attempt 7");
	}

	@EngineTest(Extent.HALF)
	void withARowThatSomebodyHasLockedHoldUpNobodyElse(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node owner = rig.startNode(Caller.class);
		EngineRig.Node worker = worker(rig, hold);
		WorkflowHandle<Caller, String> locked = owner.client().workflow(Caller::run, "quiet").start();
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(1));
		owner.client().workflow(Caller::run, "quiet").start();
		hold.awaitArrivals(2);
		UUID first = rig.jdbc()
			.queryForObject("select run_id from holdfast_activity_task order by deadline_at limit 1", UUID.class);
		worker.freeze();
		rig.inTransaction(() -> {
			owner.bean(JdbcTemplate.class)
				.queryForList("select attempt from holdfast_activity_task where run_id = ? for update", first);
			rig.clock().advance(Duration.ofMinutes(61));
			EngineRig.await(() -> rig.jdbc()
				.queryForObject("select count(*) from holdfast_activity_task where state = 'SCHEDULED'",
						Integer.class) == 1);
		});
		assertThat(locked.describe().execution().status().isOpen()).isTrue();
		worker.thaw();
		hold.open();
	}

	private static WorkflowHandle<Caller, String> start(EngineRig rig, Hold hold, String how) {
		EngineRig.Node owner = rig.startNode(Caller.class);
		worker(rig, hold);
		return owner.client().workflow(Caller::run, how).start();
	}

	private static EngineRig.Node worker(EngineRig rig, Hold hold) {
		rig.worker("far", new WorkerSettings(1, 10));
		EngineRig.Node worker = rig.createNode((context) -> {
			context.register(Work.class);
			context.registerBean(Hold.class, () -> hold);
		});
		worker.engine().start();
		return worker;
	}

	/** What follows when the node is gone that made the attempt. */
	private static void lose(EngineRig rig) {
		EngineRig.await(() -> rig.jdbc()
			.update("update holdfast_activity_task set deadline_at = 0 where state = 'STARTED'") == 1);
	}

	private static int heartbeats(EngineRig rig, int attempt) {
		return rig.jdbc()
			.queryForObject(
					"select count(*) from holdfast_activity_task"
							+ " where state = 'STARTED' and attempt = ? and heartbeat = ?",
					Integer.class, attempt, String.valueOf(attempt).getBytes());
	}

	private static boolean backsOffAfter(WorkflowHandle<?, ?> handle, int attempts) {
		return handle.describe()
			.pendingActivities()
			.stream()
			.anyMatch(
					(pending) -> pending.state() == PendingActivity.State.BACKING_OFF && pending.attempt() == attempts);
	}

	@Workflow
	public static class Caller {

		@WorkflowMethod
		public String run(String how) {
			return Workflows.activity("Work.make", String.class, how)
				.taskQueue("far")
				.startToCloseTimeout(Duration.ofHours(1))
				.heartbeatTimeout(Duration.ofHours(1))
				.retryPolicy(RetryPolicy.unlimited().backoffCoefficient(1))
				.execute();
		}

	}

	@Activity(taskQueue = "far")
	public static class Work {

		private final Hold hold;

		public Work(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "1h", retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public String make(String how) {
			int attempt = Activities.info().attempt();
			if (how.equals("beat")) {
				Activities.heartbeat(attempt);
			}
			this.hold.pass();
			return "made in attempt " + attempt;
		}

	}

}
