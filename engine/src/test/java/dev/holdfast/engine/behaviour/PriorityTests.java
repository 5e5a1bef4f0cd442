package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What waits for a worker begins in the order of its priority, in fair turns. */
class PriorityTests {

	@EngineTest
	void activitiesOfAHigherPriorityBeginFirst(EngineRig rig) {
		rig.worker("default", new WorkerSettings(8, 1));
		EngineRig.Node node = rig.startNode(Desk.class, Work.class, Line.class);
		WorkflowHandle<Desk, List<String>> handle = node.client().workflow(Desk::run, "default").start();
		Line line = node.bean(Line.class);
		EngineRig.await(() -> line.begun.size() == 1);
		rig.awaitQuietBut(1);
		line.door.countDown();
		assertThat(Look.result(handle)).hasSize(6);
		assertThat(line.begun).containsExactly("holds the slot", "first", "second", "third a", "third b", "last");
	}

	@EngineTest
	void whatAnotherNodeTakesIsTakenInThatOrder(EngineRig rig) {
		EngineRig.Node owner = rig.startNode(Desk.class, Work.class, Line.class);
		WorkflowHandle<Desk, List<String>> handle = owner.client().workflow(Desk::run, "far").start();
		rig.awaitQuiet();
		rig.worker("far", new WorkerSettings(4, 1));
		EngineRig.Node far = rig.startNode(Work.class, Line.class);
		Line line = far.bean(Line.class);
		line.door.countDown();
		assertThat(Look.result(handle)).hasSize(6);
		assertThat(line.begun).containsExactly("first", "second", "holds the slot", "third a", "third b", "last");
	}

	@EngineTest
	void tenantsTakeTurns(EngineRig rig) {
		rig.worker("default", new WorkerSettings(8, 1));
		EngineRig.Node node = rig.startNode(Desk.class, Tenant.class, Work.class, Line.class);
		Line line = node.bean(Line.class);
		List<WorkflowHandle<Tenant, Integer>> handles = new ArrayList<>();
		handles.add(node.client().workflow(Tenant::run, "plug", 1).start());
		EngineRig.await(() -> line.begun.size() == 1);
		Priority big = Priority.DEFAULT.fairness("big");
		handles.add(node.client().workflow(Tenant::run, "big", 6).priority(big).start());
		rig.awaitQuietBut(1);
		handles
			.add(node.client().workflow(Tenant::run, "small", 2).priority(Priority.DEFAULT.fairness("small")).start());
		rig.awaitQuietBut(1);
		line.door.countDown();
		handles.forEach(Look::result);
		assertThat(line.begun.subList(1, 9)).containsExactly("big", "small", "big", "small", "big", "big", "big",
				"big");
	}

	@EngineTest
	void runsOfAHigherPriorityAreTakenFirst(EngineRig rig) {
		EngineRig.Node elsewhere = rig.startNode(Desk.class, Patient.class);
		for (int i = 0; i < 20; i++) {
			elsewhere.client().workflow(Patient::run).taskQueue("far").priority(Priority.of(4)).id("slow-" + i).start();
			rig.clock().advance(Duration.ofMillis(1));
		}
		elsewhere.client().workflow(Patient::run).taskQueue("far").priority(Priority.of(2)).id("soon").start();
		elsewhere.client().workflow(Patient::run).taskQueue("far").priority(Priority.of(1)).id("urgent").start();
		assertThat(candidates(elsewhere, 3)).containsExactly("urgent", "soon", "slow-0");
		assertThat(candidates(elsewhere, 100)).startsWith("urgent", "soon", "slow-0", "slow-1").hasSize(22);
	}

	@EngineTest
	void runsOfTenantsAreTakenInTurns(EngineRig rig) {
		EngineRig.Node elsewhere = rig.startNode(Desk.class, Patient.class);
		for (String tenant : List.of("a", "a", "a", "a", "b", "b")) {
			elsewhere.client()
				.workflow(Patient::run)
				.taskQueue("far")
				.priority(Priority.DEFAULT.fairness(tenant))
				.memo("tenant", tenant)
				.id(tenant + Long.toString(rig.clock().micros()))
				.start();
			rig.clock().advance(Duration.ofMillis(1));
		}
		assertThat(candidates(elsewhere, 4)).extracting((id) -> id.substring(0, 1)).containsExactly("a", "b", "a", "b");
	}

	private static List<String> candidates(EngineRig.Node node, int limit) {
		return node.engine()
			.store()
			.claims()
			.candidates(Long.MAX_VALUE / 2, List.of("far"), List.of("Patient"), false, limit)
			.stream()
			.map(StoredRun::workflowId)
			.toList();
	}

	@EngineTest
	void isWhatTheStrongestSourceSays(EngineRig rig) {
		rig.activityProperties((type) -> type.equals("Graded.byProperty")
				? ActivityLayer.NOTHING.priority(Priority.of(4)) : ActivityLayer.NOTHING);
		EngineRig.Node node = rig.startNode(Unsaid.class, Said.class, Graded.class);
		Priority given = Priority.of(3).fairness("tenant");
		assertThat(Look.result(node.client().workflow(Unsaid::run).priority(given).start()))
			.as("the annotation, the property over it, and for local ones, too")
			.containsExactly(Priority.of(2).fairness("tenant"), Priority.of(4).fairness("tenant"),
					Priority.of(4).fairness("tenant"));
		assertThat(Look.result(node.client().workflow(Said::run).priority(given).start()))
			.as("the injection point over the property, and the call over that")
			.containsExactly(Priority.of(5).fairness("tenant"), Priority.of(1).fairness("tenant"),
					Priority.of(5).fairness("other"));
	}

	@EngineTest
	void isInherited(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Heir.class, Work.class, Line.class);
		Priority given = Priority.of(2).fairness("tenant", 4);
		assertThat(Look.result(node.client().workflow(Heir::run, 2).priority(given).start())).containsExactly(given,
				given, given, Priority.of(1).fairness("tenant", 4), given, given, given,
				Priority.of(1).fairness("tenant", 4));
		assertThat(Look.result(node.client().workflow(Heir::run, 0).start())).containsExactly(Priority.DEFAULT,
				Priority.DEFAULT, Priority.DEFAULT, Priority.of(1));
	}

	@EngineTest
	void isThatOfTheWholeChain(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Chain.class);
		Priority given = Priority.of(5).fairness("night");
		WorkflowHandle<Chain, List<Priority>> handle = node.client()
			.workflow(Chain::run, List.of())
			.retryPolicy(RetryPolicy.maximumAttempts(2))
			.priority(given)
			.start();
		for (int i = 0; i < 3; i++) {
			rig.awaitQuiet();
			handle.signal(Chain::go);
			rig.advance(Duration.ofSeconds(5));
		}
		Look.awaitStatus(handle, WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).containsExactly(given, given);
		handle.reset(1);
		WorkflowHandle<Chain, ?> again = node.client().handle(Chain.class, handle.workflowId());
		Look.awaitStatus(again, WorkflowStatus.COMPLETED);
		assertThat(again.result(Priority[].class)).containsExactly(given, given);
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, 0, 6 })
	void hasAKeyFrom1To5(int key) {
		assertThatIllegalArgumentException().isThrownBy(() -> Priority.of(key)).withMessageContaining("from 1 (first)");
	}

	@Test
	void hasAFairnessKeyThatSaysWhoseItIs() {
		assertThatIllegalArgumentException().isThrownBy(() -> Priority.DEFAULT.fairness(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> Priority.DEFAULT.fairness("x".repeat(65)));
		assertThatIllegalArgumentException().isThrownBy(() -> new Priority(null, null, 2.0));
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, -1, 0, 0.0009, 1000.1, Double.POSITIVE_INFINITY })
	void hasAWeightThatCounts(double weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> Priority.DEFAULT.fairness("a", weight))
			.withMessageContaining("from 0.001 to 1000");
	}

	/** What has begun, in its order; the first to come holds its slot until told. */
	static class Line {

		private final List<String> begun = new CopyOnWriteArrayList<>();

		private final CountDownLatch door = new CountDownLatch(1);

	}

	@Activity
	static class Work {

		private final Line line;

		Work(Line line) {
			this.line = line;
		}

		@ActivityMethod(startToCloseTimeout = "1m")
		public String take(String name) throws InterruptedException {
			this.line.begun.add(name);
			this.line.door.await();
			return name;
		}

		@ActivityMethod(startToCloseTimeout = "1m")
		public Priority told() {
			return Activities.info().priority();
		}

	}

	@Activity
	static class Graded {

		@ActivityMethod(startToCloseTimeout = "1m", priority = 2)
		public Priority byAnnotation() {
			return Activities.info().priority();
		}

		@ActivityMethod(startToCloseTimeout = "1m", priority = 2)
		public Priority byProperty() {
			return Activities.info().priority();
		}

	}

	@Workflow
	public static class Unsaid {

		@WorkflowMethod
		public List<Priority> run() {
			return List.of(Workflows.activity(Graded::byAnnotation).execute(),
					Workflows.activity(Graded::byProperty).execute(),
					Workflows.localActivity(Graded::byProperty).execute());
		}

	}

	@Workflow
	public static class Said {

		private final Graded graded;

		public Said(@ActivityOptions(priority = 5) Graded graded) {
			this.graded = graded;
		}

		@WorkflowMethod
		public List<Priority> run() {
			return List.of(this.graded.byProperty(),
					Workflows.activity(Graded::byProperty).priority(Priority.of(1)).execute(),
					Workflows.activity(Graded::byProperty).priority(Priority.DEFAULT.fairness("other")).execute());
		}

	}

	@Workflow
	public static class Desk {

		@WorkflowMethod
		public List<String> run(String queue) {
			List<Promise<String>> all = new ArrayList<>();
			all.add(take(queue, "holds the slot", Priority.DEFAULT));
			all.add(take(queue, "last", Priority.of(5)));
			all.add(take(queue, "third a", Priority.DEFAULT));
			all.add(take(queue, "second", Priority.of(2)));
			all.add(take(queue, "first", Priority.of(1)));
			all.add(take(queue, "third b", Priority.of(3)));
			return all.stream().map(Promise::get).toList();
		}

		private static Promise<String> take(String queue, String name, Priority priority) {
			return Workflows.activity(Work::take, name).taskQueue(queue).priority(priority).async();
		}

	}

	@Workflow
	public static class Tenant {

		@WorkflowMethod
		public int run(String name, int count) {
			List<Promise<String>> all = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				all.add(Workflows.activity(Work::take, name).async());
			}
			all.forEach(Promise::get);
			return count;
		}

	}

	@Workflow
	public static class Patient {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	/** What it, its activities and its child are told. */
	@Workflow
	public static class Heir {

		@WorkflowMethod
		public List<Priority> run(int generations) {
			List<Priority> told = new ArrayList<>();
			told.add(Workflows.info().priority());
			told.add(Workflows.activity(Work::told).execute());
			told.add(Workflows.localActivity(Work::told).execute());
			told.add(Workflows.activity(Work::told).priority(Priority.of(1)).execute());
			if (generations > 1) {
				told.addAll(Workflows.child(Heir::run, generations - 1).execute());
			}
			return told;
		}

	}

	/** Goes on as a new run, fails once, and completes. */
	@Workflow
	public static class Chain {

		private boolean heard;

		@WorkflowMethod
		public List<Priority> run(List<Priority> told) {
			Workflows.await(() -> this.heard);
			List<Priority> all = new ArrayList<>(told);
			all.add(Workflows.info().priority());
			if (told.isEmpty()) {
				return Workflows.continueAsNew(all);
			}
			if (Workflows.info().attempt() == 1) {
				throw ApplicationFailure.of("Again", "once more");
			}
			return all;
		}

		@SignalMethod
		public void go() {
			this.heard = true;
		}

	}

}
