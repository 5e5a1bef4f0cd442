package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commits that fail while chains go on, runs are retried, and memos and search attributes
 * change.
 */
class ChainCommitFaultTests {

	@EngineTest
	void beforeTheCommitLosesNothing(EngineRig rig) {
		survives(rig, CommitFaults.everySecond(true, false), 3);
	}

	@EngineTest
	void afterTheCommitDoesNothingTwice(EngineRig rig) {
		survives(rig, CommitFaults.everySecond(false, true), 3);
	}

	@EngineTest
	void ofARandomKindAtRandomTimesIsSurvived(EngineRig rig) {
		survives(rig, CommitFaults.nowAndThen(1122), 8);
	}

	private static void survives(EngineRig rig, CommitFaults faults, int chains) {
		rig.seam(faults);
		WorkflowClient client = rig.start(Chain.class);
		List<WorkflowHandle<Chain, String>> handles = new ArrayList<>();
		for (int i = 0; i < chains; i++) {
			handles.add(client.workflow(Chain::run, "", 2)
				.id("chain-" + i)
				.memo("kept", i)
				.retryPolicy(RetryPolicy.maximumAttempts(3).initialInterval(Duration.ofMillis(10)))
				.searchAttribute("Chain", i)
				.start());
		}
		Look.advanceUntil(rig, Duration.ofMillis(500),
				() -> handles.stream().noneMatch((handle) -> Look.status(handle).isOpen()));
		for (int i = 0; i < chains; i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo(" 2/1 1/2 0/1");
			assertThat(handles.get(i).describe().memo())
				.isEqualTo(Map.of("kept", String.valueOf(i), "left", "0", "attempt", "1"));
			assertThat(rig.jdbc()
				.queryForList("select status from holdfast_execution where workflow_id = ?", String.class,
						"chain-" + i))
				.containsExactlyInAnyOrder("CONTINUED_AS_NEW", "FAILED", "CONTINUED_AS_NEW", "COMPLETED");
			assertThat(handles.get(i).describe().execution().searchAttributes())
				.isEqualTo(Map.of("Chain", (long) i, "Left", 0L));
		}
		rig.awaitQuiet();
		assertThat(client.count("Left = 0")).isEqualTo(chains);
		assertThat(client.count("Left = 1")).isEqualTo(2L * chains);
		assertThat(faults.injected()).isPositive();
		Invariants.check(rig.jdbc());
	}

	/** Its second run fails at first. */
	@Workflow
	public static class Chain {

		@WorkflowMethod
		public String run(String before, int left) {
			int attempt = Workflows.info().attempt();
			Workflows.upsertSearchAttributes("Left", left);
			Workflows.upsertMemo(Map.of("left", left, "attempt", attempt));
			Workflows.sleep(Duration.ofMillis(5));
			if (left == 1 && attempt == 1) {
				throw ApplicationFailure.of("Again", "at first it fails");
			}
			String all = before + " " + left + "/" + attempt;
			return (left > 0) ? Workflows.continueAsNew(all, left - 1) : all;
		}

	}

}
