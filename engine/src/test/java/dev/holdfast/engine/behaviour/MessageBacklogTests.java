package dev.holdfast.engine.behaviour;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that a run cannot take up yet keep no other run from its own. */
class MessageBacklogTests {

	private static final int RUNS = 210;

	@EngineTest(Extent.HALF)
	void ofRunsThatCannotTakeThemHidesNoOthers(EngineRig rig) {
		rig.maxTaskAttempts(10);
		EngineRig.Node owner = rig.startNode(Deaf.class, Hearing.class);
		for (int i = 0; i < RUNS; i++) {
			owner.client().workflow(Deaf::run).id("deaf-" + i).start();
		}
		WorkflowHandle<Hearing, String> hearing = owner.client().workflow(Hearing::run).id("hearing").start();
		rig.awaitQuiet();
		EngineRig.Node other = rig.startNode(Sender.class);
		for (int i = 0; i < RUNS; i++) {
			other.client().handle("deaf-" + i).signal("hear", "x");
		}
		rig.awaitQuiet();
		assertThat(waiting(rig)).isEqualTo(RUNS);
		other.client().handle("hearing").signal("hear", "at last");
		assertThat(Look.result(hearing)).isEqualTo("at last");
		assertThat(waiting(rig)).isEqualTo(RUNS);
	}

	private static int waiting(EngineRig rig) {
		return rig.jdbc().queryForList("select message_key from holdfast_inbox").size();
	}

	/** Has a handler that always fails, so that its messages wait. */
	@Workflow
	public static class Deaf {

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> false);
		}

		@SignalMethod
		public void hear(String word) {
			throw new IllegalStateException("I do not hear " + word);
		}

	}

	@Workflow
	public static class Hearing {

		private String heard = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.heard.isEmpty());
			return this.heard;
		}

		@SignalMethod
		public void hear(String word) {
			this.heard = word;
		}

	}

	/** What the other node hosts. */
	@Workflow
	public static class Sender {

		@WorkflowMethod
		public void run() {
		}

	}

}
