package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Several versions of one workflow type side by side. */
class WorkflowVersionsTests {

	@EngineTest
	void oldExecutionsGoOnWithTheVersionThatTheyBeganWith(EngineRig rig) {
		EngineRig.Node before = rig.startNode(Plain.class);
		before.client().workflow("Order", String.class).id("old").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node second = rig.startNode(Plain.class, Second.class);
		second.client().workflow("Order", String.class).id("middle").start();
		rig.awaitQuiet();
		second.stop();
		EngineRig.Node node = rig.startNode(Plain.class, Second.class, Third.class);
		node.client().workflow(Plain::run).id("young").start();
		rig.awaitQuiet();
		assertThat(query(node, "old")).isEqualTo("plain");
		assertThat(query(node, "middle")).isEqualTo("second");
		assertThat(query(node, "young")).as("whatever version is named").isEqualTo("third");
		for (String id : new String[] { "old", "middle", "young" }) {
			node.client().handle(id).signal("go");
		}
		assertThat(node.client().handle("old").result(EngineRig.PATIENCE)).isEqualTo("plain went");
		assertThat(node.client().handle("middle").result(EngineRig.PATIENCE)).isEqualTo("second went");
		assertThat(node.client().handle("young").result(EngineRig.PATIENCE)).isEqualTo("third went");
		assertThat(query(node, "middle")).as("by replay").isEqualTo("second");
		assertThat(Look.types(node.client().handle("old"))).doesNotContain("VersionRecorded");
		assertThat(Look.types(node.client().handle("young"))).startsWith("WorkflowStarted", "VersionRecorded");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void thoseOfBeforeThereWereVersionsGoOnWithTheLowest(EngineRig rig) {
		EngineRig.Node before = rig.startNode(Plain.class);
		before.client().workflow("Order", String.class).id("old").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node node = rig.startNode(PlainAsFirst.class, Second.class);
		node.client().handle("old").signal("go");
		assertThat(node.client().handle("old").result(EngineRig.PATIENCE)).isEqualTo("plain went");
	}

	@EngineTest
	void anExecutionWaitsForANodeThatHasItsVersion(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Plain.class, Second.class);
		node.client().workflow("Order", String.class).id("w").start();
		rig.awaitQuiet();
		node.stop();
		try (LogLines log = new LogLines("dev.holdfast.engine.run.RunRegistry", "'w'")) {
			EngineRig.Node old = rig.startNode(Plain.class);
			old.client().handle("w").signal("go");
			EngineRig.await(() -> !log.lines().isEmpty());
			assertThat(log.lines().get(0)).contains("began with version 2 of workflow Order", "only the versions [0]");
			WorkflowDescription left = old.client().handle("w").describe();
			assertThat(left.execution().status()).isEqualTo(WorkflowStatus.RUNNING);
			assertThat(left.failedTaskAttempts()).isZero();
			assertThat(left.lastTaskFailure()).contains("began with version 2 of workflow Order",
					"only the versions [0]", "waits for a node that has it",
					"deploy it again, or terminate the execution");
			assertThat(old.engine().runsOfOtherBuilds()).isOne();
			EngineRig.Node young = rig.startNode(Plain.class, Second.class);
			WorkflowHandle<Object, Object> handle = young.client().handle("w");
			assertThat(handle.describe().lastTaskFailure()).isNull();
			Look.advanceUntil(rig, Duration.ofSeconds(10), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("second went");
		}
	}

	@EngineTest
	void whatContinuesAsNewBeginsWithTheNewest(EngineRig rig) {
		EngineRig.Node before = rig.startNode(Round.class);
		before.client().workflow("Rounds", String.class, "a").id("w").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node node = rig.startNode(Round.class, LastRound.class);
		node.client().handle("w").signal("go");
		assertThat(node.client().handle("w").result(EngineRig.PATIENCE)).isEqualTo("last round after a");
	}

	@EngineTest
	void twoClassesOfOneVersionAreRefused(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> rig.startNode(Second.class, SecondAgain.class))
			.withMessageContaining("'Order' in version '2' is declared by two beans")
			.withMessageContaining("@Workflow(version = …)");
	}

	private static Object query(EngineRig.Node node, String id) {
		return node.client().handle(id).query("which", String.class);
	}

	abstract static class Order {

		boolean go;

		@SignalMethod
		public void go() {
			this.go = true;
		}

		@QueryMethod
		public abstract String which();

	}

	@Workflow(name = "Order")
	public static class Plain extends Order {

		@WorkflowMethod
		public String run() {
			Workflows.sideEffect(String.class, () -> "packed");
			Workflows.await(() -> this.go);
			return "plain went";
		}

		@Override
		public String which() {
			return "plain";
		}

	}

	@Workflow(name = "Order", version = 1)
	public static class PlainAsFirst extends Plain {

	}

	@Workflow(name = "Order", version = 2)
	public static class Second extends Order {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "second went";
		}

		@Override
		public String which() {
			return "second";
		}

	}

	@Workflow(name = "Order", version = 2)
	public static class SecondAgain extends Second {

	}

	@Workflow(name = "Order", version = 3)
	public static class Third extends Order {

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			Workflows.sleep(Duration.ofMillis(0));
			return "third went";
		}

		@Override
		public String which() {
			return "third";
		}

	}

	@Workflow(name = "Rounds")
	public static class Round extends Order {

		@WorkflowMethod
		public String run(String past) {
			Workflows.await(() -> this.go);
			Workflows.continueAsNew(past);
			return "never";
		}

		@Override
		public String which() {
			return "round";
		}

	}

	@Workflow(name = "Rounds", version = 1)
	public static class LastRound {

		@WorkflowMethod
		public String run(String past) {
			return "last round after " + past;
		}

	}

}
