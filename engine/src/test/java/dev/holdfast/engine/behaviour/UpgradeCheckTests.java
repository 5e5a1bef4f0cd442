package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.rehearsal.Rehearsal;
import dev.holdfast.engine.rehearsal.UpgradeCheckException;
import dev.holdfast.engine.rehearsal.UpgradeCheckMode;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A look at whether open executions can go on with the code of this node. */
class UpgradeCheckTests {

	@EngineTest
	void namesThoseThatCannotAndTouchesNothing(EngineRig rig) {
		HoldfastEngine engine = changed(rig, Changed.class);
		List<?> rows = rig.jdbc().queryForList("select version, epoch, owner from holdfast_run order by run_id");
		assertThatExceptionOfType(UpgradeCheckException.class)
			.isThrownBy(() -> engine.checkUpgrade(UpgradeCheckMode.FAIL, 20))
			.withMessage("1 of 2 open executions that were looked at cannot go on with this build: {Trip=1} by type.")
			.satisfies((ex) -> assertThat(ex.report()).contains("Workflow Trip 'begun'")
				.containsPattern("-> +2  SideEffectRecorded +TimerStarted")
				.doesNotContain("'other'"));
		assertThat(rig.jdbc().queryForList("select version, epoch, owner from holdfast_run order by run_id"))
			.isEqualTo(rows);
	}

	@EngineTest
	void onlyWarnsIfItIsToldSo(EngineRig rig) {
		HoldfastEngine engine = changed(rig, Changed.class);
		try (LogLines log = new LogLines("dev.holdfast.engine.rehearsal.UpgradeCheck", "cannot go on")) {
			engine.checkUpgrade(UpgradeCheckMode.WARN, 20);
			assertThat(log.lines()).hasSize(1);
			assertThat(log.lines().get(0)).contains("Workflow Trip 'begun'");
			engine.checkUpgrade(UpgradeCheckMode.OFF, 20);
			assertThat(log.lines()).hasSize(1);
		}
	}

	@EngineTest
	void findsNothingIfNothingHasChanged(EngineRig rig) {
		HoldfastEngine engine = changed(rig, Original.class);
		assertThatCode(() -> engine.checkUpgrade(UpgradeCheckMode.FAIL, 20)).doesNotThrowAnyException();
	}

	@EngineTest
	void looksAtSoManyOfEachTypeAtMost(EngineRig rig) {
		HoldfastEngine engine = changed(rig, Changed.class);
		assertThatExceptionOfType(UpgradeCheckException.class)
			.isThrownBy(() -> engine.checkUpgrade(UpgradeCheckMode.FAIL, 1))
			.withMessageStartingWith("1 of 2 open executions");
	}

	@EngineTest
	void oneExecutionCanBeLookedAtAlone(EngineRig rig) {
		HoldfastEngine engine = changed(rig, Changed.class);
		Rehearsal begun = rehearse(engine, "begun");
		assertThat(begun.goesOn()).isFalse();
		assertThat(begun.difference()).isNotNull();
		assertThat(rehearse(engine, "other").goesOn()).isTrue();
		assertThat(Look.status(engine.client().handle("begun"))).isEqualTo(WorkflowStatus.RUNNING);
	}

	private static Rehearsal rehearse(HoldfastEngine engine, String workflowId) {
		return engine.rehearsals().of(engine.executions().latest(workflowId));
	}

	private static HoldfastEngine changed(EngineRig rig, Class<?> now) {
		EngineRig.Node before = rig.startNode(Original.class, Other.class);
		before.client().workflow("Trip", String.class).id("begun").start();
		before.client().workflow("Other", String.class).id("other").start();
		rig.awaitQuiet();
		before.stop();
		HoldfastEngine engine = rig.startNode(now, Other.class).engine();
		rig.awaitQuiet();
		return engine;
	}

	abstract static class Waiting {

		boolean go;

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow(name = "Trip")
	public static class Original extends Waiting {

		@WorkflowMethod
		public String run() {
			String seat = Workflows.sideEffect(String.class, () -> "12a");
			Workflows.await(() -> this.go);
			return seat;
		}

	}

	@Workflow(name = "Trip")
	public static class Changed extends Waiting {

		@WorkflowMethod
		public String run() {
			Workflows.sleep(Duration.ofDays(1));
			Workflows.await(() -> this.go);
			return "12b";
		}

	}

	@Workflow(name = "Other")
	public static class Other extends Waiting {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "done";
		}

	}

}
