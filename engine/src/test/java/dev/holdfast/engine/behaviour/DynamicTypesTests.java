package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.DynamicActivity;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.Arguments;
import dev.holdfast.workflow.DynamicWorkflow;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DynamicTypesTests {

	@EngineTest
	void standForTypesThatHaveNoCodeOfTheirOwn(EngineRig rig) {
		WorkflowClient client = rig.start(AnyWorkflow.class, AnyActivity.class, Own.class);
		WorkflowHandle<Object, String> handle = client.workflow("Drawn", String.class, "a", 2).id("w").start();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).isEqualTo("Drawn(a, 2): Stamp[Drawn, 2], child Drawn.child(): -");
		assertThat(handle.describe().execution().workflowType()).isEqualTo("Drawn");
		assertThat(Look.result(client.workflow("Own", String.class).start())).isEqualTo("own");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void takeSignalsAndAreTakenOver(EngineRig rig) {
		EngineRig.Node first = rig.startNode(AnyWorkflow.class, AnyActivity.class);
		first.client().workflow("Waiting", String.class).id("w").start();
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node other = rig.startNode(Own.class);
		WorkflowHandle<Object, Object> handle = other.client().handle("w");
		handle.signal("go");
		rig.awaitQuiet();
		assertThat(handle.describe().owner()).as("a node without the type leaves it alone").isNull();
		other.stop();
		EngineRig.Node second = rig.startNode(AnyWorkflow.class, AnyActivity.class);
		assertThat(second.client().handle("w").result(EngineRig.PATIENCE)).isEqualTo("Waiting went");
	}

	@EngineTest
	void areRefusedIfThereAreSeveral(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> rig.start(AnyWorkflow.class, AnotherWorkflow.class))
			.withMessageContaining("2 dynamic workflows");
	}

	@Workflow
	public static class AnyWorkflow implements DynamicWorkflow {

		private boolean go;

		@Override
		public @Nullable Object execute(Arguments arguments) {
			String type = Workflows.info().workflowType();
			if (type.equals("Waiting")) {
				Workflows.await(() -> this.go);
				return type + " went";
			}
			if (arguments.size() == 0) {
				return type + "(): -";
			}
			Workflows.sleep(Duration.ofHours(1));
			String word = arguments.get(0, String.class);
			Integer number = arguments.get(1, Integer.class);
			return type + "(" + word + ", " + number + "): "
					+ Workflows.activity("Stamp", String.class, type, number).execute() + ", child "
					+ Workflows.child(type + ".child", String.class).execute();
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow
	public static class AnotherWorkflow implements DynamicWorkflow {

		@Override
		public @Nullable Object execute(Arguments arguments) {
			return null;
		}

	}

	@Activity
	public static class AnyActivity implements DynamicActivity {

		@Override
		@ActivityMethod(startToCloseTimeout = "5s")
		public Object execute(Arguments arguments) {
			return Activities.info().activityType()
					+ List.of(arguments.get(0, String.class), arguments.get(1, Integer.class));
		}

	}

	@Workflow
	public static class Own {

		@WorkflowMethod
		public String run() {
			return "own";
		}

	}

}
