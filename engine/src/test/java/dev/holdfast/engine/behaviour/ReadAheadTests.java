package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.Statements;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What a node takes over at once, it reads at once. */
class ReadAheadTests {

	private static final int RUNS = 40;

	@EngineTest
	void readsRunsThatAreClaimedTogetherTogether(EngineRig rig) {
		rig.poll(Duration.ofSeconds(1));
		EngineRig.Node first = rig.startNode(Convoy.class, Radio.class);
		List<String> ids = IntStream.range(0, RUNS).mapToObj((i) -> "ship-" + i).toList();
		ids.forEach((id) -> first.client().workflow(Convoy::sail, "plainly").id(id).start());
		rig.awaitQuiet();
		first.freeze();
		rig.clock().advance(Duration.ofMinutes(2));
		EngineRig.Node second = create(rig);
		Statements statements = second.countStatements();
		second.engine().start();
		ids.forEach((id) -> Look.result(second.client().handle(Convoy.class, id)));
		int readings = statements.counts()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains("payload from holdfast_event")
					&& !entry.getKey().contains("event_id=?"))
			.mapToInt((entry) -> entry.getValue())
			.sum();
		assertThat(readings).as("readings of histories").isBetween(1, 3);
	}

	@EngineTest
	void findsAllThatWaitsForThem(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Convoy.class, Radio.class);
		List<WorkflowHandle<Convoy, List<String>>> handles = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			for (String how : List.of("plainly", "at length", "in need", "x".repeat(20_000))) {
				handles.add(first.client().workflow(Convoy::sail, how).start());
			}
		}
		rig.awaitQuiet();
		first.freeze();
		rig.clock().advance(Duration.ofMinutes(2));
		EngineRig.Node second = create(rig);
		List<WorkflowHandle<Convoy, Object>> after = handles.stream()
			.map((handle) -> second.client().handle(Convoy.class, handle.workflowId()))
			.toList();
		for (int i = 0; i < after.size(); i += 2) {
			after.get(i).signal(Convoy::hear, "ahoy");
		}
		second.engine().start();
		Look.advanceUntil(rig, Duration.ofSeconds(20),
				() -> after.stream().allMatch((handle) -> Look.status(handle) == WorkflowStatus.COMPLETED));
		for (int i = 0; i < after.size(); i++) {
			assertThat(Look.result(after.get(i))).isEqualTo((i % 2 == 0) ? List.of("ahoy") : List.of());
		}
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void isOfNoUseOnceARunHasGotOn(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Convoy.class, Radio.class);
		List<WorkflowHandle<Convoy, List<String>>> handles = List.of(
				node.client().workflow(Convoy::sail, "plainly").id("one").start(),
				node.client().workflow(Convoy::sail, "plainly").id("two").start());
		rig.awaitQuiet();
		RunReader reader = node.engine().store().reader();
		List<StoredRun> before = rows(node, handles);
		reader.readAhead(before);
		assertThat(reader.load(before.get(0)).history()).hasSize(2);
		handles.get(1).signal(Convoy::hear, "ahoy");
		EngineRig.await(() -> Look.types(handles.get(1)).size() == 3);
		rig.awaitQuiet();
		assertThat(reader.load(rows(node, handles).get(1)).history()).hasSize(3);
	}

	private static EngineRig.Node create(EngineRig rig) {
		return rig.createNode((context) -> context.register(Convoy.class, Radio.class));
	}

	private static List<StoredRun> rows(EngineRig.Node node, List<? extends WorkflowHandle<?, ?>> handles) {
		return handles.stream()
			.map((handle) -> node.engine().store().claims().find(UUID.fromString(handle.runId())))
			.toList();
	}

	@Workflow
	public static class Convoy {

		private final List<String> heard = new ArrayList<>();

		private final Radio radio;

		public Convoy(Radio radio) {
			this.radio = radio;
		}

		@WorkflowMethod
		public List<String> sail(String how) {
			if (how.equals("at length")) {
				for (int i = 0; i < 110; i++) {
					Workflows.sideEffect(Integer.class, () -> 1);
				}
			}
			if (how.equals("in need")) {
				this.radio.call(how);
			}
			Workflows.sleep(Duration.ofMinutes(1));
			return this.heard;
		}

		@SignalMethod
		public void hear(String word) {
			this.heard.add(word);
		}

	}

	@Activity
	public static class Radio {

		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(initialInterval = "60s"))
		public void call(String word) {
			if (Activities.info().attempt() == 1) {
				throw new IllegalStateException("nobody hears");
			}
		}

	}

}
