package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	private static final long SECOND = 1_000_000;

	@EngineTest(Extent.HALF)
	void ofAWorkerHoldsOverEachSecond(EngineRig rig) {
		Starts starts = new Starts();
		node(rig, starts, 5.0, null);
		WorkflowHandle<Many, Integer> handle = client(rig, starts, 22);
		EngineRig.await(() -> starts.at.size() == 5);
		rig.awaitQuiet();
		assertThat(starts.at).as("begun before the clock has moved").hasSize(5);
		move(rig, 6 * SECOND, () -> starts.at.size() == 22);
		assertThat(starts.at).hasSize(22);
		assertNeverMoreThan(5, SECOND, starts.at);
		assertThat(starts.at.get(21) - starts.at.get(0)).as("no slower than it has to be")
			.isBetween(4 * SECOND, 5 * SECOND);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(22);
	}

	@EngineTest
	void ofATaskQueueHoldsOverAllNodes(EngineRig rig) {
		Starts starts = new Starts();
		List<EngineRig.Node> nodes = List.of(node(rig, starts, null, 10.0), node(rig, starts, null, 10.0),
				node(rig, starts, null, 10.0));
		List<WorkflowHandle<Many, Integer>> handles = nodes.stream()
			.map((node) -> node.client().workflow(Many::run, 10).start())
			.toList();
		move(rig, 12 * SECOND, () -> starts.at.size() == 30);
		assertThat(starts.at).hasSize(30);
		assertNeverMoreThan(10, SECOND, starts.at);
		handles.forEach((handle) -> assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(10));
	}

	@EngineTest
	void ofATaskQueueIsNotHeldUpByANodeThatIsGone(EngineRig rig) {
		Starts starts = new Starts();
		EngineRig.Node first = node(rig, starts, null, 4.0);
		first.client().workflow(Many::run, 20).start();
		EngineRig.await(() -> !starts.at.isEmpty());
		first.freeze();
		EngineRig.Node second = node(rig, starts, null, 4.0);
		WorkflowHandle<Many, Integer> handle = second.client().workflow(Many::run, 6).start();
		move(rig, 4 * SECOND, () -> Boolean.FALSE.equals(handle.describe().execution().status().isOpen()));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(6);
		assertNeverMoreThan(4, SECOND, starts.at);
	}

	@EngineTest(Extent.HALF)
	void belowOneASecondHolds(EngineRig rig) {
		Starts starts = new Starts();
		node(rig, starts, 0.5, null);
		client(rig, starts, 3);
		move(rig, 5 * SECOND, () -> starts.at.size() == 3);
		assertThat(starts.at).hasSize(3);
		assertNeverMoreThan(1, 2 * SECOND, starts.at);
	}

	private WorkflowHandle<Many, Integer> client(EngineRig rig, Starts starts, int count) {
		return starts.node.client().workflow(Many::run, count).start();
	}

	/** Moves the clock in steps that are short enough for every start to be in time. */
	private static void move(EngineRig rig, long most, java.util.concurrent.Callable<Boolean> enough) {
		try {
			for (long moved = 0; moved < most && !enough.call(); moved += 20_000) {
				rig.awaitQuiet();
				rig.clock().advance(Duration.ofMillis(20));
			}
			rig.awaitQuiet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertNeverMoreThan(int limit, long window, List<Long> starts) {
		List<Long> sorted = starts.stream().sorted().toList();
		List<String> violations = new ArrayList<>();
		IntStream.range(limit, sorted.size())
			.filter((i) -> sorted.get(i) - sorted.get(i - limit) < window)
			.forEach((i) -> violations.add("start " + i + " is " + (sorted.get(i) - sorted.get(i - limit))
					+ " us after start " + (i - limit)));
		assertThat(violations).isEmpty();
	}

	private static EngineRig.Node node(EngineRig rig, Starts starts, @Nullable Double own, @Nullable Double together) {
		rig.worker("default", new WorkerSettings(8, 50).activitiesPerSecond(own, together));
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Many.class, Work.class);
			context.registerBean(Starts.class, () -> starts);
		});
		starts.node = node;
		starts.rig = rig;
		node.engine().start();
		return node;
	}

	/** When activities began, on all nodes. */
	static class Starts {

		final List<Long> at = new CopyOnWriteArrayList<>();

		EngineRig rig;

		EngineRig.Node node;

	}

	@Workflow
	public static class Many {

		@WorkflowMethod
		public int run(int count) {
			List<Promise<String>> promises = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				promises.add(Workflows.activity(Work::work, i).startToCloseTimeout(Duration.ofMinutes(1)).async());
			}
			promises.forEach(Promise::get);
			return count;
		}

	}

	@Activity
	public static class Work {

		private final Starts starts;

		public Work(Starts starts) {
			this.starts = starts;
		}

		@ActivityMethod(startToCloseTimeout = "1m")
		public String work(int number) {
			this.starts.at.add(this.starts.rig.clock().micros());
			return "done";
		}

	}

}
