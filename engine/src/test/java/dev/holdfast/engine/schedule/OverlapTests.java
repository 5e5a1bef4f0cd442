package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.schedule.Scheduling.Failing;
import dev.holdfast.engine.schedule.Scheduling.Held;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.schedule.ScheduleCounts;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

class OverlapTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@EngineTest
	void skipLeavesOutWhatOverlaps(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.SKIP);
		hours(rig, 3);
		assertThat(Scheduling.started(rig)).hasSize(1);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(1, 2, 0, 0));
		assertThat(handle.describe().runningActions()).hasSize(1);
		release(node, rig, 0);
		EngineRig.await(() -> handle.describe().runningActions().isEmpty());
		hours(rig, 1);
		assertThat(Scheduling.started(rig)).hasSize(2);
	}

	@EngineTest
	void bufferOneStartsOneWhenTheOtherHasClosed(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.BUFFER_ONE);
		hours(rig, 4);
		assertThat(Scheduling.started(rig)).hasSize(1);
		ScheduleDescription before = handle.describe();
		assertThat(before.waitingActions()).isEqualTo(1);
		assertThat(before.counts().skippedByOverlap()).isEqualTo(2);
		release(node, rig, 0);
		Scheduling.awaitStarted(rig, 2);
		Instant second = before.recentActions().get(0).scheduledTime().plus(HOUR);
		assertThat(Scheduling.started(rig).get(1)).isEqualTo("held-" + second);
	}

	@EngineTest
	void bufferAllStartsAllOneAfterTheOther(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.BUFFER_ALL);
		hours(rig, 4);
		assertThat(handle.describe().waitingActions()).isEqualTo(3);
		for (int i = 0; i < 4; i++) {
			Scheduling.awaitStarted(rig, i + 1);
			assertThat(running(rig)).isEqualTo(1);
			release(node, rig, i);
		}
		EngineRig.await(() -> running(rig) == 0);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(4, 0, 0, 0));
	}

	@EngineTest
	void whatWaitsSurvivesARestart(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Scheduling.BEANS);
		held(first, ScheduleOverlapPolicy.BUFFER_ALL);
		hours(rig, 2);
		first.stop();
		EngineRig.Node second = rig.startNode(Scheduling.BEANS);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(1);
		release(second, rig, 0);
		Scheduling.awaitStarted(rig, 2);
	}

	@EngineTest
	void whatWaitsStartsWhenAnotherNodeEndsTheOther(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Scheduling.BEANS);
		EngineRig.Node second = rig.startNode(Scheduling.BEANS);
		held(first, ScheduleOverlapPolicy.BUFFER_ONE);
		hours(rig, 2);
		second.client().handle(Scheduling.started(rig).get(0)).terminate("by hand");
		Scheduling.awaitStarted(rig, 2);
	}

	@EngineTest
	void cancelOtherStartsWhenTheOtherHasBeenCanceled(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.CANCEL_OTHER);
		for (int i = 1; i <= 3; i++) {
			hours(rig, 1);
			Scheduling.awaitStarted(rig, i);
		}
		List<String> started = Scheduling.started(rig);
		assertThat(status(node, started.get(0))).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(status(node, started.get(1))).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(status(node, started.get(2))).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(3, 0, 0, 0));
	}

	@EngineTest
	void terminateOtherStartsWhenTheOtherHasBeenTerminated(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		held(node, ScheduleOverlapPolicy.TERMINATE_OTHER);
		for (int i = 1; i <= 2; i++) {
			hours(rig, 1);
			Scheduling.awaitStarted(rig, i);
		}
		List<String> started = Scheduling.started(rig);
		assertThat(status(node, started.get(0))).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(status(node, started.get(1))).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void aTerminationThatWasForgottenIsMadeLater(EngineRig rig) {
		AtomicBoolean armed = new AtomicBoolean();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				T result = transaction.get();
				if (armed.getAndSet(false)) {
					throw new DataAccessResourceFailureException("the answer was lost, and what follows the commit");
				}
				return result;
			}

		});
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.TERMINATE_OTHER);
		hours(rig, 1);
		Scheduling.awaitStarted(rig, 1);
		rig.awaitQuiet();
		armed.set(true);
		hours(rig, 1);
		EngineRig.await(() -> handle.describe().waitingActions() == 1);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(1);
		Scheduling.pass(rig, Duration.ofSeconds(10));
		Scheduling.awaitStarted(rig, 2);
		assertThat(status(node, Scheduling.started(rig).get(0))).isEqualTo(WorkflowStatus.TERMINATED);
	}

	@EngineTest
	void ofWhatStopsOthersOnlyTheNewestIsStarted(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.CANCEL_OTHER);
		Scheduling.pass(rig, Duration.ofHours(5));
		Scheduling.awaitStarted(rig, 1);
		rig.awaitQuiet();
		assertThat(Scheduling.started(rig)).hasSize(1);
		assertThat(handle.describe().counts()).isEqualTo(new ScheduleCounts(1, 4, 0, 0));
		assertThat(handle.describe().recentActions().get(0).scheduledTime())
			.isEqualTo(Scheduling.now(rig).truncatedTo(java.time.temporal.ChronoUnit.HOURS));
	}

	@EngineTest
	void allowAllStartsWhateverRuns(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = held(node, ScheduleOverlapPolicy.ALLOW_ALL);
		hours(rig, 3);
		assertThat(running(rig)).isEqualTo(3);
		assertThat(handle.describe().runningActions()).hasSize(3);
	}

	@EngineTest
	void aChainOfRunsIsOneExecution(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Twice.class);
		ScheduleHandle handle = Scheduling.schedules(node).schedule("twice", Twice::run, 1).cron("0 * * * *").create();
		hours(rig, 1);
		Scheduling.awaitStarted(rig, 1);
		String workflowId = Scheduling.started(rig).get(0);
		node.client().handle(Twice.class, workflowId).signal(Twice::release);
		Scheduling.awaitStarted(rig, 2);
		assertThat(Scheduling.started(rig)).containsExactly(workflowId, workflowId);
		hours(rig, 1);
		EngineRig.await(() -> handle.describe().counts().equals(new ScheduleCounts(1, 1, 0, 0)));
		assertThat(handle.describe().runningActions()).hasSize(1);
		node.client().handle(Twice.class, workflowId).signal(Twice::release);
		EngineRig.await(() -> running(rig) == 0);
		hours(rig, 1);
		EngineRig.await(() -> Scheduling.taken(handle) == 2);
	}

	@EngineTest
	void aFailureThatPausesIsTheLastAction(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node)
			.schedule("failing", Failing::run)
			.cron("0 * * * *")
			.pauseOnFailure(true)
			.create();
		hours(rig, 1);
		EngineRig.await(() -> handle.describe().paused());
		assertThat(handle.describe().note()).contains("failing-").contains("failed");
		hours(rig, 3);
		assertThat(Scheduling.started(rig)).hasSize(1);
		handle.unpause("repaired");
		hours(rig, 1);
		Scheduling.awaitStarted(rig, 2);
		EngineRig.await(() -> handle.describe().paused());
	}

	@EngineTest
	void aFailureDoesNotPauseUnlessAskedTo(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Scheduling.BEANS);
		ScheduleHandle handle = Scheduling.schedules(node).schedule("failing", Failing::run).cron("0 * * * *").create();
		for (int i = 1; i <= 3; i++) {
			hours(rig, 1);
			Scheduling.awaitStarted(rig, i);
		}
		assertThat(handle.describe().paused()).isFalse();
	}

	private static ScheduleHandle held(EngineRig.Node node, ScheduleOverlapPolicy overlap) {
		return Scheduling.schedules(node)
			.schedule("held", Held::run, "name")
			.cron("0 * * * *")
			.overlap(overlap)
			.create();
	}

	private static void hours(EngineRig rig, int count) {
		for (int i = 0; i < count; i++) {
			Scheduling.pass(rig, HOUR);
		}
	}

	private static void release(EngineRig.Node node, EngineRig rig, int index) {
		node.client().handle(Held.class, Scheduling.started(rig).get(index)).signal(Held::release);
	}

	private static WorkflowStatus status(EngineRig.Node node, String workflowId) {
		return node.client().handle(workflowId).describe().execution().status();
	}

	private static int running(EngineRig rig) {
		Integer count = rig.jdbc().queryForObject("select count(*) from holdfast_current_run", Integer.class);
		return (count != null) ? count : -1;
	}

	@Workflow
	public static class Twice {

		private boolean released;

		@WorkflowMethod
		public void run(int more) {
			Workflows.await(() -> this.released);
			if (more > 0) {
				Workflows.continueAsNew(more - 1);
			}
		}

		@SignalMethod
		public void release() {
			this.released = true;
		}

	}

}
