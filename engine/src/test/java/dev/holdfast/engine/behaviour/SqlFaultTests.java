package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.store.DatabaseFailure;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.SqlFaults;

import static org.assertj.core.api.Assertions.assertThat;

class SqlFaultTests {

	private static final Class<?>[] BEANS = { CommitFaultTests.Mixed.class, CommitFaultTests.Child.class,
			CommitFaultTests.Tool.class };

	@EngineTest
	void conflictsAtAnyStatementAreSurvived(EngineRig rig) {
		survive(rig, 7, DatabaseFailure.CONFLICT, "40001", "40P01", "55P03", "HYT00", "57014");
	}

	@EngineTest
	void outagesAtAnyStatementAreSurvived(EngineRig rig) {
		survive(rig, 8, DatabaseFailure.OUTAGE, "57P01", "57P02", "08006", "08003", "53300", "25006");
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

}
