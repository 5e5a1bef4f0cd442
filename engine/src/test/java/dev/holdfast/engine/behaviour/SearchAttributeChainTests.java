package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.Map;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.ContinueAsNewCall;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What executions are found by, in the runs of a chain. */
class SearchAttributeChainTests {

	@EngineTest
	void aNewRunHasThoseThatTheRunBeforeHadAtItsEnd(EngineRig rig) {
		WorkflowClient client = rig.start(Going.class);
		WorkflowHandle<Going, String> handle = client.workflow(Going::run, 2)
			.id("going")
			.searchAttribute("Region", "north")
			.searchAttribute("Draft", true)
			.start();
		Look.advanceUntil(rig, Duration.ofMinutes(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).isEqualTo("{Region=north, Stage=1}");
		assertThat(handle.describe().execution().searchAttributes()).isEqualTo(Map.of("Region", "north", "Stage", 0L));
		assertThat(client.count("Region = 'north'")).isEqualTo(3);
		assertThat(client.list("Region = 'north' and ExecutionStatus = 'Completed'").stream()).extracting("workflowId")
			.containsExactly("going");
		assertThat(client.count("Stage = 2")).as("the first run, as it ended").isEqualTo(1);
		assertThat(client.count("Stage = 0")).isEqualTo(1);
		assertThat(client.count("Draft = true")).isZero();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aNewRunHasThoseThatContinuingAsNewGivesItAndTheOldOneKeepsItsOwn(EngineRig rig) {
		WorkflowClient client = rig.start(Changing.class);
		WorkflowHandle<Changing, String> handle = client.workflow(Changing::run, 1)
			.searchAttribute("Region", "north")
			.searchAttribute("Draft", true)
			.start();
		Look.advanceUntil(rig, Duration.ofMinutes(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).isEqualTo("invalid: Total, {Late=true, Region=north, Stage=second} then {}");
		assertThat(client.count("Stage = 'first' and Draft = true")).isEqualTo(1);
		assertThat(client.count("Stage = 'second' and Late = true")).isEqualTo(1);
		assertThat(client.count("Region = 'north'")).isEqualTo(2);
		assertThat(client.count("")).isEqualTo(3);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void andOnAnotherNodeToo(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Going.class);
		first.client().workflow(Going::run, 2).id("going").searchAttribute("Region", "north").start();
		rig.awaitQuiet();
		first.engine().stop(Duration.ofSeconds(1));
		EngineRig.Node second = rig.startNode(Going.class);
		Look.advanceUntil(rig, Duration.ofMinutes(1),
				() -> Look.status(second.client().handle("going")) == WorkflowStatus.COMPLETED);
		assertThat(second.client().handle(Going.class, "going").result(EngineRig.PATIENCE))
			.isEqualTo("{Region=north, Stage=1}");
	}

	/** An attempt begins as the first one did. */
	@EngineTest
	void anotherAttemptHasThoseOfTheStart(EngineRig rig) {
		WorkflowClient client = rig.start(Trying.class);
		WorkflowHandle<Trying, String> handle = client.workflow(Trying::run)
			.searchAttribute("Region", "north")
			.retryPolicy(RetryPolicy.maximumAttempts(2).initialInterval(Duration.ofSeconds(1)))
			.start();
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).isEqualTo("{Region=north}");
		assertThat(client.count("Region = 'south'")).as("the attempt that failed").isEqualTo(1);
		assertThat(client.count("Region = 'north'")).isEqualTo(1);
	}

	@Workflow
	public static class Going {

		@WorkflowMethod
		public String run(int left) {
			String before = Workflows.searchAttributes().toString();
			Workflows.upsertSearchAttributes(SearchAttributeUpdate.of("Draft", null));
			Workflows.upsertSearchAttributes("Stage", left);
			Workflows.sleep(Duration.ofMinutes(1));
			return (left > 0) ? Workflows.continueAsNew(left - 1) : before;
		}

	}

	@Workflow
	public static class Changing {

		private static final SearchAttributeKey<String> STAGE = SearchAttributeKey.keyword("Stage");

		@WorkflowMethod
		public String run(int run) {
			if (run > 1) {
				return Workflows.memo().get("seen", String.class).orElseThrow() + " then "
						+ Workflows.searchAttributes();
			}
			if (run == 0) {
				String seen = Workflows.memo().get("seen", String.class).orElseThrow() + ", "
						+ Workflows.searchAttributes();
				ContinueAsNewCall last = Workflows.continueAsNew(Changing::run, 2).memo("seen", seen);
				Workflows.searchAttributes().keySet().forEach((name) -> last.searchAttribute(name, null));
				return last.execute();
			}
			Workflows.upsertSearchAttributes(STAGE.valueSet("first"));
			ContinueAsNewCall next = Workflows.continueAsNew(Changing::run, 0)
				.searchAttribute(STAGE, "second")
				.searchAttribute("Draft", null);
			String refused = "nothing";
			try {
				next.searchAttribute("Total", new Object());
			}
			catch (InvalidSearchAttributeException ex) {
				refused = "invalid: Total";
			}
			Workflows.upsertSearchAttributes("Late", true); // before it goes on, and so
															// for the next run too
			return next.memo("seen", refused).execute();
		}

	}

	@Workflow
	public static class Trying {

		@WorkflowMethod
		public String run() {
			if (Workflows.info().attempt() == 1) {
				Workflows.upsertSearchAttributes("Region", "south");
				throw ApplicationFailure.of("Again", "at first it fails");
			}
			return Workflows.searchAttributes().toString();
		}

	}

}
