package dev.holdfast.engine.activity;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that freezes while it says something about the attempts that it has taken
 * keeps their rows locked. That holds up these activities, and nothing else.
 */
class FrozenWorkerTests {

	@EngineTest
	void holdsUpItsActivitiesAndNothingElse(EngineRig rig) throws SQLException {
		EngineRig.Node node = rig.startNode(Caller.class, Other.class);
		WorkflowHandle<Caller, String> canceled = call(node, "canceled");
		WorkflowHandle<Caller, String> late = call(node, "late");
		WorkflowHandle<Caller, String> left = call(node, "left");
		List<WorkflowHandle<Caller, String>> all = List.of(canceled, late, left);
		rig.awaitQuiet();
		try (Connection frozen = lock(rig)) {
			canceled.cancel();
			left.signal(Caller::leave);
			rig.clock().advance(Duration.ofMinutes(2)); // too late for one of them
			for (int i = 0; i < 3; i++) {
				assertThat(node.client().workflow(Other::run).start().result(EngineRig.PATIENCE)).isEqualTo("done");
			}
			assertThat(all).allMatch((handle) -> handle.describe().execution().status().isOpen());
			frozen.rollback();
		}
		assertThat(canceled.result(EngineRig.PATIENCE)).isEqualTo("canceled");
		assertThat(late.result(EngineRig.PATIENCE)).isEqualTo("timed out");
		assertThat(left.result(EngineRig.PATIENCE)).isEqualTo("left");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class)).isZero();
	}

	private static WorkflowHandle<Caller, String> call(EngineRig.Node node, String how) {
		return node.client().workflow(Caller::run, how).id(how).start();
	}

	private static Connection lock(EngineRig rig) throws SQLException {
		Connection connection = Objects.requireNonNull(rig.jdbc().getDataSource()).getConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			assertThat(statement.executeUpdate("update holdfast_activity_task set heartbeat = null")).isEqualTo(3);
		}
		return connection;
	}

	@Workflow
	public static class Caller {

		private boolean leaves;

		@WorkflowMethod
		public String run(String how) {
			ActivityCall<String> call = Workflows.activity("Far.work", String.class)
				.taskQueue("far")
				.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
				.startToCloseTimeout(Duration.ofHours(1));
			if (how.equals("late")) {
				call = call.scheduleToCloseTimeout(Duration.ofMinutes(1));
			}
			Promise<String> result = call.async();
			try {
				Workflows.await(() -> this.leaves || result.isCompleted());
				return this.leaves ? "left" : result.get();
			}
			catch (CanceledFailure ex) {
				return "canceled";
			}
			catch (ActivityFailure ex) {
				return (ex.getCause() instanceof CanceledFailure) ? "canceled" : "timed out";
			}
		}

		@SignalMethod
		public void leave() {
			this.leaves = true;
		}

	}

	@Workflow
	public static class Other {

		@WorkflowMethod
		public String run() {
			return "done";
		}

	}

}
