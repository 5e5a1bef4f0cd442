package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.store.DatabaseFailure;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.SqlFaults;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

class SqlFaultTests {

	private static final Class<?>[] BEANS = { CommitFaultTests.Mixed.class, CommitFaultTests.Child.class,
			CommitFaultTests.Tool.class };

	private static final String[] OUTAGES = { "57P01", "57P02", "08006", "08003", "53300", "25006" };

	@EngineTest
	void conflictsAtAnyStatementAreSurvived(EngineRig rig) {
		survive(rig, 7, DatabaseFailure.CONFLICT, "40001", "40P01", "55P03", "HYT00", "57014");
	}

	@EngineTest
	void outagesAtAnyStatementAreSurvived(EngineRig rig) {
		survive(rig, 8, DatabaseFailure.OUTAGE, OUTAGES);
	}

	/**
	 * Of two nodes that work for each other: claims, attempts, hand-overs and leases
	 * fail, too.
	 */
	@EngineTest(Extent.HALF)
	void atAnyStatementOfAnyNodeAreSurvivedByWhatWorkersDo(EngineRig rig) {
		rig.jdbc().execute("create table effect (place varchar(20))");
		EngineRig.Node owner = rig.startNode(Caller.class);
		rig.worker("far", new WorkerSettings(2, 4));
		EngineRig.Node worker = rig.startNode(Far.class);
		List<SqlFaults> faults = List.of(owner.failNowAndThen(9, 30, OUTAGES), worker.failNowAndThen(10, 30, OUTAGES));
		List<WorkflowHandle<Caller, String>> handles = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			handles.add(owner.client().workflow(Caller::run, "call-" + i).start());
		}
		Look.advanceUntil(rig, Duration.ofMillis(500),
				() -> handles.stream().noneMatch((handle) -> Look.status(handle).isOpen()));
		faults.forEach(SqlFaults::end);
		for (int i = 0; i < handles.size(); i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo("call-" + i);
		}
		assertThat(faults).allSatisfy((of) -> assertThat(of.injected()).isPositive());
		assertThat(rig.jdbc().queryForList("select place from effect order by place", String.class)).hasSize(6)
			.doesNotHaveDuplicates();
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	private static void survive(EngineRig rig, long seed, DatabaseFailure kind, String... states) {
		EngineRig.Node node = rig.startNode(BEANS);
		SqlFaults faults = node.failNowAndThen(seed, 25, states);
		List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			handles.add(node.client().workflow(CommitFaultTests.Mixed::run, i).start());
		}
		handles.forEach((handle) -> handle.signal(CommitFaultTests.Mixed::go, "a"));
		handles.forEach((handle) -> handle.signal(CommitFaultTests.Mixed::go, "b"));
		Look.advanceUntil(rig, Duration.ofMillis(200),
				() -> handles.stream().noneMatch((handle) -> Look.status(handle).isOpen()));
		faults.end();
		for (int i = 0; i < handles.size(); i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo(i + "ab" + 2 * i);
		}
		assertThat(faults.injected()).isPositive();
		assertThat(node.engine().store().committer().failures(kind)).isPositive();
		assertThat(rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where last_failure is not null", Integer.class))
			.as("executions that were blamed")
			.isZero();
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@Activity(taskQueue = "far")
	public static class Far {

		private final JdbcTemplate jdbc;

		public Far(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(initialInterval = "100ms"))
		public String write(String place) {
			this.jdbc.update("insert into effect (place) values (?)", place);
			return place;
		}

	}

	@Workflow
	public static class Caller {

		@WorkflowMethod
		public String run(String place) {
			return Workflows.activity("Far.write", String.class, place)
				.taskQueue("far")
				.startToCloseTimeout(Duration.ofSeconds(10))
				.retryPolicy(RetryPolicy.unlimited())
				.execute();
		}

	}

}
