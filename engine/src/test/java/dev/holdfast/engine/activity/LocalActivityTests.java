package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Local;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Local activities run in the node of their workflow and cost one event. */
class LocalActivityTests {

	@EngineTest
	void costOneEventEach(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Chain.class, Steps.class);
		WorkflowHandle<Chain, String> handle = node.client().workflow(Chain::run, 3).start();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("step 0, step 1, step 2");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "LocalActivityClosed", "LocalActivityClosed",
				"LocalActivityClosed", "WorkflowCompleted");
		assertThat(node.bean(Steps.class).made).containsExactly(0, 1, 2);
	}

	@EngineTest
	void mayBeCalledTogetherAndKeepTheirOrder(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Fan.class, Steps.class);
		WorkflowHandle<Fan, String> handle = node.client().workflow(Fan::run, 20).start();
		StringBuilder expected = new StringBuilder();
		for (int i = 0; i < 20; i++) {
			expected.append((i == 0) ? "" : ", ").append("step ").append(i);
		}
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(expected.toString());
		assertThat(node.bean(Steps.class).made).hasSize(20);
	}

	@EngineTest
	void areCalledByStubsMarkedAsLocal(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Stubbed.class, Steps.class);
		WorkflowHandle<Stubbed, String> handle = node.client().workflow(Stubbed::run).start();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("local step 7");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "LocalActivityClosed", "WorkflowCompleted");
	}

	@EngineTest
	void haveSlotsOfTheirOwn(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1, 2));
		EngineRig.Node node = rig.startNode(Crowd.class, Crowded.class, Hold.class);
		Hold hold = node.bean(Hold.class);
		WorkflowHandle<Crowd, Integer> handle = node.client().workflow(Crowd::run, 5).start();
		hold.awaitArrivals(2);
		assertThat(node.engine().workers().all()).allMatch((worker) -> worker.localActivities().used() == 2);
		assertThat(hold.arrivals()).isEqualTo(2);
		hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(5);
		assertThat(node.bean(Crowded.class).most).hasValue(2);
	}

	@EngineTest
	void waitForASlotNoLongerThanTheyMay(EngineRig rig) {
		rig.worker("default", new WorkerSettings(4, 1, 1));
		EngineRig.Node node = rig.startNode(Impatient.class, Crowded.class, Hold.class);
		Hold hold = node.bean(Hold.class);
		WorkflowHandle<Impatient, String> handle = node.client().workflow(Impatient::run).start();
		hold.awaitArrivals(1);
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(1));
			return types(handle).contains("LocalActivityClosed");
		});
		hold.open();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("NON_RETRYABLE_FAILURE SCHEDULE_TO_START, left");
		assertThat(hold.arrivals()).isEqualTo(1);
		assertThat(handle.history().events()).filteredOn((event) -> event.type().equals("LocalActivityClosed"))
			.extracting(WorkflowHistory.Event::attributes)
			.satisfiesExactly((closed) -> assertThat(closed).contains("the one that cannot wait"),
					(closed) -> assertThat(closed).doesNotContain("cannot wait"));
	}

	@EngineTest
	void areNotEvictedWhileTheyRun(EngineRig rig) {
		rig.maxRuns(1);
		EngineRig.Node node = rig.startNode(Crowd.class, Crowded.class, Hold.class, Chain.class, Steps.class);
		Hold hold = node.bean(Hold.class);
		WorkflowHandle<Crowd, Integer> running = node.client().workflow(Crowd::run, 1).start();
		hold.awaitArrivals(1);
		List<WorkflowHandle<Chain, String>> others = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			others.add(node.client().workflow(Chain::run, 1).start());
		}
		int[] quiet = new int[1];
		EngineRig.await(() -> {
			boolean busy = node.engine()
				.workers()
				.all()
				.stream()
				.anyMatch((worker) -> worker.workflowTasks().used() > 0);
			quiet[0] = busy ? 0 : quiet[0] + 1;
			return quiet[0] == 20;
		});
		hold.open();
		assertThat(running.result(EngineRig.PATIENCE)).isEqualTo(1);
		for (WorkflowHandle<Chain, String> other : others) {
			assertThat(other.result(EngineRig.PATIENCE)).isEqualTo("step 0");
		}
		assertThat(hold.arrivals()).isEqualTo(1);
	}

	@EngineTest
	void runAgainOnAnotherNodeWhenTheirsIsLost(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Crowd.class, Crowded.class, Hold.class);
		first.client().workflow(Crowd::run, 2).id("crowd").start();
		first.bean(Hold.class).awaitArrivals(2);
		first.freeze();
		EngineRig.Node second = rig.startNode(Crowd.class, Crowded.class, Hold.class);
		rig.clock().advance(Duration.ofSeconds(11));
		second.bean(Hold.class).awaitArrivals(2);
		second.bean(Hold.class).open();
		assertThat(second.client().handle(Crowd.class, "crowd").result(EngineRig.PATIENCE)).isEqualTo(2);
		first.bean(Hold.class).open();
	}

	@EngineTest
	void showQueriesNothingHalfDone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Chain.class, Steps.class);
		WorkflowHandle<Chain, String> handle = node.client().workflow(Chain::run, 30).start();
		List<Integer> seen = new ArrayList<>();
		while (handle.describe().execution().status() == WorkflowStatus.RUNNING) {
			int done = handle.query(Chain::done);
			seen.add(done);
		}
		assertThat(handle.result(EngineRig.PATIENCE)).endsWith("step 29");
		assertThat(handle.query(Chain::done)).isEqualTo(30);
		assertThat(seen).isSorted();
	}

	@EngineTest
	void thatAreTransactionalTakeEffectExactlyOnce(EngineRig rig) {
		rig.jdbc().execute("create table booking (id integer)");
		EngineRig.Node node = rig.startNode(Booking.class, Books.class);
		assertThat(node.client().workflow(Booking::run).start().result(EngineRig.PATIENCE)).isEqualTo(3);
		assertThat(rig.jdbc().queryForObject("select count(*) from booking", Integer.class)).isEqualTo(3);
	}

	@EngineTest
	void thatNobodyHasFailTheTaskAndNotTheExecution(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Lost.class);
		WorkflowHandle<Lost, String> handle = node.client().workflow(Lost::run).start();
		EngineRig
			.await(() -> String.valueOf(handle.describe().lastTaskFailure()).contains("has no activity Steps.gone"));
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void haveNeitherQueuesNorHeartbeats(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> rig.startNode(Wrong.class, Steps.class))
			.withMessageContaining("a local activity has neither a task queue");
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	@Workflow
	public static class Chain {

		private int done;

		@WorkflowMethod
		public String run(int steps) {
			List<String> results = new ArrayList<>();
			for (int i = 0; i < steps; i++) {
				results.add(Workflows.localActivity(Steps::make, i).execute());
				this.done++;
			}
			return String.join(", ", results);
		}

		@QueryMethod
		public int done() {
			return this.done;
		}

	}

	@Workflow
	public static class Fan {

		@WorkflowMethod
		public String run(int steps) {
			List<Promise<String>> promises = new ArrayList<>();
			for (int i = 0; i < steps; i++) {
				promises.add(Workflows.localActivity(Steps::make, i).async());
			}
			Promise.allOf(promises).get();
			return String.join(", ", promises.stream().map(Promise::get).toList());
		}

	}

	@Workflow
	public static class Stubbed {

		private final Steps steps;

		public Stubbed(@Local(localRetryThreshold = "5s") @ActivityOptions(startToCloseTimeout = "3s") Steps steps) {
			this.steps = steps;
		}

		@WorkflowMethod
		public String run() {
			return this.steps.describe(7);
		}

	}

	@Workflow
	public static class Wrong {

		public Wrong(@Local @ActivityOptions(taskQueue = "elsewhere") Steps steps) {
		}

		@WorkflowMethod
		public void run() {
		}

	}

	@Activity
	public static class Steps {

		final List<Integer> made = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "10s")
		public String make(int number) {
			this.made.add(number);
			return "step " + number;
		}

		@ActivityMethod(startToCloseTimeout = "10s", heartbeatTimeout = "1s")
		public String describe(int number) {
			Activities.heartbeat("ignored");
			return (Activities.info().local() ? "local" : "remote") + " step " + number;
		}

	}

	@Workflow
	public static class Crowd {

		@WorkflowMethod
		public int run(int number) {
			List<Promise<String>> promises = new ArrayList<>();
			for (int i = 0; i < number; i++) {
				promises.add(Workflows.localActivity(Crowded::enter).async());
			}
			Promise.allOf(promises).get();
			return promises.size();
		}

	}

	@Workflow
	public static class Impatient {

		@WorkflowMethod
		public String run() {
			Promise<String> first = Workflows.localActivity(Crowded::enter).async();
			String second;
			try {
				second = Workflows.localActivity(Crowded::enter)
					.scheduleToStartTimeout(Duration.ofSeconds(10))
					.summary("the one that cannot wait")
					.execute();
			}
			catch (ActivityFailure ex) {
				second = ex.retryState() + " " + ((TimeoutFailure) ex.getCause()).type();
			}
			return second + ", " + first.get();
		}

	}

	@Activity
	public static class Crowded {

		private final Hold hold;

		private final AtomicInteger inside = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		public Crowded(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public String enter() {
			int now = this.inside.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			this.hold.pass();
			this.inside.decrementAndGet();
			return "left";
		}

	}

	@Workflow
	public static class Booking {

		@WorkflowMethod
		public int run() {
			int booked = 0;
			for (int i = 0; i < 3; i++) {
				booked += Workflows.localActivity(Books::book, i).execute();
			}
			return booked;
		}

	}

	@Activity
	public static class Books {

		private final JdbcTemplate jdbc;

		public Books(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(initialInterval = "1s"))
		public int book(int id) {
			return this.jdbc.update("insert into booking (id) values (?)", id);
		}

	}

	@Workflow
	public static class Lost {

		@WorkflowMethod
		public String run() {
			return Workflows.localActivity("Steps.gone", String.class).execute();
		}

	}

}
