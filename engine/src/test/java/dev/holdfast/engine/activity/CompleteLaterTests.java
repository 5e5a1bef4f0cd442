package dev.holdfast.engine.activity;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/** What an activity does after it has said that it is completed later. */
class CompleteLaterTests {

	@EngineTest
	void isNotForActivitiesThatMustEndByThemselves(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Mistaken.class, MistakenWork.class);
		assertThat(node.client().workflow(Mistaken::run, true).start().result(EngineRig.PATIENCE))
			.contains("a local activity");
		assertThat(node.client().workflow(Mistaken::run, false).start().result(EngineRig.PATIENCE))
			.contains("recorded in its own transaction");
	}

	@EngineTest
	void countsInPlaceOfWhatTheMethodReturns(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Ignored.class, IgnoredWork.class);
		WorkflowHandle<Ignored, String> handle = node.client().workflow(Ignored::run).id("ignored").start();
		EngineRig.await(() -> node.bean(IgnoredWork.class).returned.size() == 1);
		Approvals.completion(node).activity("ignored", 2).complete("one");
		EngineRig.await(() -> node.bean(IgnoredWork.class).returned.size() == 2);
		rig.awaitQuiet();
		Approvals.completion(node).activity("ignored", 4).complete("two");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("one two");
	}

	@EngineTest
	void endsWhenTheMethodThrowsAfterwards(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Throwing.class, ThrowingWork.class);
		assertThat(node.client().workflow(Throwing::run).start().result(EngineRig.PATIENCE)).isEqualTo("after all not");
	}

	@Workflow
	public static class Mistaken {

		@WorkflowMethod
		public String run(boolean local) {
			try {
				return local ? Workflows.localActivity(MistakenWork::plain).execute()
						: Workflows.activity(MistakenWork::transactional).execute();
			}
			catch (ActivityFailure ex) {
				return ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class MistakenWork {

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String plain() {
			return Activities.completeLater();
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String transactional() {
			return Activities.completeLater();
		}

	}

	@Workflow
	public static class Ignored {

		@WorkflowMethod
		public String run() {
			Object unwritable = Workflows.activity(IgnoredWork::unwritable).execute();
			String noStage = Workflows.activity(IgnoredWork::noStage).execute();
			return unwritable + " " + noStage;
		}

	}

	@Activity
	public static class IgnoredWork {

		final List<String> returned = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "60s")
		public Object unwritable() {
			this.returned.add(Activities.completeLater());
			return new Object();
		}

		@ActivityMethod(startToCloseTimeout = "60s")
		public CompletionStage<String> noStage() {
			this.returned.add(Activities.completeLater());
			return null;
		}

	}

	@Workflow
	public static class Throwing {

		@WorkflowMethod
		public String run() {
			try {
				return Workflows.activity(ThrowingWork::work).execute();
			}
			catch (ActivityFailure ex) {
				return ((ApplicationFailure) ex.getCause()).reason();
			}
		}

	}

	@Activity
	public static class ThrowingWork {

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String work() {
			Activities.completeLater();
			throw new IllegalStateException("after all not");
		}

	}

}
