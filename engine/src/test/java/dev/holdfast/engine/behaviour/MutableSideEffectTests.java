package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

class MutableSideEffectTests {

	@EngineTest
	void isRecordedOnlyWhenTheValueHasChanged(EngineRig rig) {
		Limits.LIMIT.set(5);
		WorkflowClient client = rig.start(Limits.class);
		WorkflowHandle<Limits, List<Integer>> handle = client.workflow(Limits::run).start();
		rig.advance(Duration.ofHours(1));
		rig.awaitQuiet();
		Limits.LIMIT.set(7);
		rig.advance(Duration.ofHours(1));
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly(5, 5, 5, 7, 7, 7);
		Limits.LIMIT.set(100);
		assertThat(handle.query(Limits::seen)).containsExactly(5, 5, 5, 7, 7, 7);
		assertThat(Look.types(handle).stream().filter("MutableSideEffectRecorded"::equals)).hasSize(2);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void asksItsOwnTestForWhetherTheValueHasChanged(EngineRig rig) {
		Rounded.VALUE.set(10);
		WorkflowClient client = rig.start(Rounded.class);
		WorkflowHandle<Rounded, List<Integer>> handle = client.workflow(Rounded::run).start();
		rig.awaitQuiet();
		Rounded.VALUE.set(11);
		rig.advance(Duration.ofHours(1));
		rig.awaitQuiet();
		Rounded.VALUE.set(20);
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly(10, 10, 20);
		assertThat(handle.query(Rounded::seen)).containsExactly(10, 10, 20);
	}

	@EngineTest
	void remembersNullAndGenericTypes(EngineRig rig) {
		WorkflowClient client = rig.start(Nothing.class);
		WorkflowHandle<Nothing, List<String>> handle = client.workflow(Nothing::run).start();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly("null", "null", "[1, 2]");
		assertThat(Look.types(handle).stream().filter("MutableSideEffectRecorded"::equals)).hasSize(2);
	}

	@EngineTest
	void mayBeginNothing(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Beginner.class);
		WorkflowHandle<Beginner, String> handle = client.workflow(Beginner::run).start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("ReadOnlyException")
			.contains("not allowed in a mutable side effect");
	}

	@Workflow
	public static class Limits {

		static final AtomicInteger LIMIT = new AtomicInteger();

		private final List<Integer> seen = new ArrayList<>();

		@WorkflowMethod
		public List<Integer> run() {
			for (int i = 0; i < 3; i++) {
				ask();
				Workflows.sleep(Duration.ofHours(1));
				ask();
			}
			return this.seen;
		}

		private void ask() {
			this.seen.add(Workflows.mutableSideEffect("limit", Integer.class, LIMIT::get));
		}

		@QueryMethod
		public List<Integer> seen() {
			return this.seen;
		}

	}

	@Workflow
	public static class Rounded {

		static final AtomicInteger VALUE = new AtomicInteger();

		private final List<Integer> seen = new ArrayList<>();

		@WorkflowMethod
		public List<Integer> run() {
			for (int i = 0; i < 3; i++) {
				if (i > 0) {
					Workflows.sleep(Duration.ofHours(1));
				}
				this.seen.add(Workflows.mutableSideEffect("value", Integer.class, VALUE::get,
						(before, now) -> Math.abs(before - now) < 5));
			}
			return this.seen;
		}

		@QueryMethod
		public List<Integer> seen() {
			return this.seen;
		}

	}

	@Workflow
	public static class Nothing {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			seen.add(String.valueOf(Workflows.<String>mutableSideEffect("nothing", String.class, () -> null)));
			Workflows.sleep(Duration.ofHours(1));
			seen.add(String.valueOf(Workflows.<String>mutableSideEffect("nothing", String.class, () -> null)));
			seen.add(Workflows.mutableSideEffect("list", new ParameterizedTypeReference<List<Integer>>() {
			}, () -> List.of(1, 2)).toString());
			return seen;
		}

	}

	@Workflow
	public static class Beginner {

		@WorkflowMethod
		public String run() {
			return Workflows.mutableSideEffect("x", String.class, () -> {
				Workflows.sleep(Duration.ofHours(1));
				return "slept";
			});
		}

	}

}
