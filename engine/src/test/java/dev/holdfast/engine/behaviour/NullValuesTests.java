package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nothing is a value too, but not one of a primitive type. */
class NullValuesTests {

	@EngineTest
	void arriveAsTheyAreEverywhere(EngineRig rig) {
		WorkflowClient client = rig.start(Empty.class, Leaf.class, Void.class);
		WorkflowHandle<Empty, @Nullable List<@Nullable Object>> handle = client.workflow(Empty::run, (String) null)
			.start();
		rig.awaitQuiet();
		assertThat(handle.query(Empty::ask, (Integer) null)).isNull();
		assertThat((Object) handle.update(Empty::change, (String) null)).isNull();
		handle.signal(Empty::end, (String) null);
		assertThat(Look.result(handle)).isEqualTo(Collections.nCopies(8, null));
		WorkflowHandle<Leaf, @Nullable String> leaf = client.workflow(Leaf::run, (String) null).start();
		assertThat(Look.result(leaf)).isNull();
	}

	@EngineTest
	void thatHaveToBePrimitiveAreRefused(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Empty.class, Leaf.class, Void.class, Primitive.class);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> client.workflow("Primitive", int.class, (Object) null).start())
			.withMessageContaining("int");
		WorkflowHandle<Primitive, Integer> handle = client.workflow(Primitive::run, 1).start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("PayloadException", "The result of activity Void.echo",
				"int");
		assertThat(Look.types(handle)).doesNotContain("WorkflowCompleted");
		WorkflowHandle<?, Integer> nothing = client.workflow("Leaf", int.class, (Object) null).start();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> Look.result(nothing))
			.withMessageContaining("int");
	}

	@Workflow
	public static class Empty {

		private final List<@Nullable Object> seen = new ArrayList<>();

		@WorkflowMethod
		public @Nullable List<@Nullable Object> run(@Nullable String nothing) {
			this.seen.add(nothing);
			this.seen.add(Workflows.activity(Void::echo, (String) null).execute());
			this.seen.add(Workflows.localActivity(Void::echo, (String) null).execute());
			this.seen.add(Workflows.child(Leaf::run, (String) null).execute());
			this.seen.add(Workflows.sideEffect(String.class, () -> null));
			this.seen.add(Workflows.<@Nullable Object>async(() -> null).get());
			Workflows.await(() -> this.seen.size() == 8);
			return this.seen;
		}

		@SignalMethod
		public void end(@Nullable String nothing) {
			this.seen.add(nothing);
		}

		@UpdateMethod
		public @Nullable String change(@Nullable String nothing) {
			this.seen.add(nothing);
			return nothing;
		}

		@QueryMethod
		public @Nullable Integer ask(@Nullable Integer nothing) {
			return nothing;
		}

	}

	@Workflow
	public static class Leaf {

		@WorkflowMethod
		public @Nullable String run(@Nullable String nothing) {
			return nothing;
		}

	}

	@Workflow
	public static class Primitive {

		@WorkflowMethod
		public int run(int number) {
			return Workflows.<Integer>activity("Void.echo", int.class, (Object) null).execute() + number;
		}

	}

	@Activity
	public static class Void {

		@ActivityMethod(startToCloseTimeout = "5s")
		public @Nullable String echo(@Nullable String nothing) {
			return nothing;
		}

	}

}
