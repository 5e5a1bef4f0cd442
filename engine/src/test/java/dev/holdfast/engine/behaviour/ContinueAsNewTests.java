package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowContinuedAsNewException;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContinueAsNewTests {

	private static final Class<?>[] BEANS = { Countdown.class, Other.class, Collector.class, Misplaced.class,
			Parent.class, Swallowing.class, Hasty.class, Leaf.class };

	@EngineTest
	void goesOnUnderTheSameIdUntilARunHasAResult(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Countdown, String> handle = client.workflow(Countdown::run, 3)
			.id("count")
			.memo("zone", "north")
			.start();
		for (int i = 0; i < 4; i++) {
			rig.advance(Duration.ofMinutes(1));
		}
		assertThat(Look.result(handle)).isEqualTo("north at the end");
		List<String> statuses = rig.jdbc()
			.queryForList("select status from holdfast_execution where workflow_id = 'count'", String.class);
		assertThat(statuses).containsExactlyInAnyOrder("CONTINUED_AS_NEW", "CONTINUED_AS_NEW", "CONTINUED_AS_NEW",
				"COMPLETED");
		WorkflowHandle<Countdown, Object> first = client.handle(Countdown.class, "count", handle.runId());
		assertThat(Look.types(first)).containsExactly("WorkflowStarted", "TimerStarted", "TimerFired",
				"WorkflowContinuedAsNew");
		assertThat(Look.status(first)).isEqualTo(WorkflowStatus.CONTINUED_AS_NEW);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.COMPLETED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void tellsTheRunsWhereTheyStandInTheChain(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Countdown, String> handle = client.workflow(Countdown::run, 1)
			.id("count")
			.retryPolicy(RetryPolicy.maximumAttempts(3))
			.runTimeout(Duration.ofHours(1))
			.executionTimeout(Duration.ofHours(5))
			.start();
		WorkflowInfo one = handle.query(Countdown::info);
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> !handle.describe().execution().runId().equals(handle.runId()));
		rig.awaitQuiet();
		WorkflowInfo two = handle.query(Countdown::info);
		assertThat(one.firstRunId()).isEqualTo(handle.runId());
		assertThat(one.continuedRunId()).isNull();
		assertThat(two.runId()).isNotEqualTo(handle.runId());
		assertThat(two.firstRunId()).isEqualTo(handle.runId());
		assertThat(two.continuedRunId()).isEqualTo(handle.runId());
		assertThat(two.executionDeadline()).isEqualTo(one.executionDeadline());
		assertThat(two.runTimeout()).isEqualTo(Duration.ofHours(1));
		assertThat(two.retryPolicy()).isEqualTo(RetryPolicy.maximumAttempts(3));
		assertThat(two.historyLength()).isLessThan(one.historyLength() + 1);
	}

	@EngineTest
	void canChangeTypeAndOptions(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Countdown, String> handle = client.workflow(Countdown::run, -1)
			.id("change")
			.memo("zone", "south")
			.start();
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> handle.describe().execution().workflowType().equals("Other"));
		rig.advance(Duration.ofMinutes(9));
		rig.awaitQuiet();
		assertThat(Look.types(handle)).as("it waits for its backoff").containsExactly("WorkflowStarted");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).isEqualTo("other in east from PT3M");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void losesNoSignal(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Collector, List<Integer>> handle = client.workflow(Collector::run, new ArrayList<Integer>())
			.id("collect")
			.start();
		for (int i = 1; i <= 60; i++) {
			handle.signal(Collector::add, i);
		}
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		List<Integer> all = Look.result(handle);
		assertThat(all).hasSize(60).doesNotHaveDuplicates().isSorted();
		assertThat(rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where status = 'CONTINUED_AS_NEW'", Integer.class))
			.isPositive();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isFollowedByAHandleThatIsPinnedToTheChainOfARunAndNoFurther(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		String first = client.workflow(Countdown::run, 1).id("count").start().runId();
		rig.advance(Duration.ofMinutes(1));
		WorkflowHandle<Countdown, Object> chain = client.handle(Countdown.class, "count", first).pinnedToChain();
		Look.advanceUntil(rig, Duration.ZERO, () -> !chain.describe().execution().runId().equals(first));
		assertThat(chain.runId()).isEqualTo(first);
		WorkflowHandle<Countdown, Object> again = client.handle(Countdown.class, "count").pinnedToChain();
		chain.signal(Countdown::note, "one");
		again.signal(Countdown::note, "two");
		EngineRig.await(() -> chain.query(Countdown::notes).equals(List.of("one", "two")));
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(chain)).isEqualTo("nowhere at the end");
		WorkflowHandle<Countdown, String> later = client.workflow(Countdown::run, 0).id("count").start();
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> chain.signal(Countdown::note, "late"));
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> again.signal(Countdown::note, "late"));
		chain.cancel();
		rig.awaitQuiet();
		assertThat(Look.status(later)).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(later.query(Countdown::notes)).isEmpty();
		assertThat(Look.result(again)).isEqualTo("nowhere at the end");
	}

	@EngineTest
	void isFollowedByHandlesThatAreNotPinned(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Countdown, String> started = client.workflow(Countdown::run, 1).id("count").start();
		WorkflowHandle<Countdown, Object> pinned = client.handle(Countdown.class, "count", started.runId());
		WorkflowHandle<Countdown, Object> found = client.handle(Countdown.class, "count");
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> Look.status(pinned) == WorkflowStatus.CONTINUED_AS_NEW);
		assertThat(found.describe().execution().runId()).isNotEqualTo(started.runId());
		assertThatExceptionOfType(WorkflowContinuedAsNewException.class).isThrownBy(pinned::result)
			.satisfies((ex) -> assertThat(ex.nextRunId()).isEqualTo(found.describe().execution().runId()));
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> pinned.signal(Countdown::note, "late"));
		pinned.cancel();
		pinned.terminate("only the first run");
		rig.awaitQuiet();
		assertThat(Look.status(started)).isEqualTo(WorkflowStatus.RUNNING);
		started.signal(Countdown::note, "one");
		found.signal(Countdown::note, "two");
		EngineRig.await(() -> found.query(Countdown::notes).equals(List.of("one", "two")));
		assertThat(pinned.query(Countdown::notes)).isEmpty();
		started.terminate("all of it");
		assertThat(Look.failure(found).status()).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(started.resultAsync()).failsWithin(EngineRig.PATIENCE);
		client.workflow(Countdown::run, 0).id("count").start();
		assertThat(Look.status(found)).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(Look.status(started)).as("another execution is not its own").isEqualTo(WorkflowStatus.TERMINATED);
		assertThatExceptionOfType(WorkflowNotRunningException.class)
			.isThrownBy(() -> started.signal(Countdown::note, "three"));
	}

	@EngineTest
	void doesNotRenewTheExecutionTimeout(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Countdown, String> handle = client.workflow(Countdown::run, 100)
			.executionTimeout(Duration.ofSeconds(150))
			.start();
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofMinutes(1));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		assertThat(failure).cause().isInstanceOf(TimeoutFailure.class);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(3);
	}

	@EngineTest
	void isForTheWorkflowMethodOnly(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Misplaced, String> handle = client.workflow(Misplaced::run).start();
		rig.awaitQuiet();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Misplaced::fromQuery));
		handle.signal(Misplaced::fromSignal);
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("Only the workflow method may end the run");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isNotStoppedByCodeThatCatchesEverything(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Swallowing, String> handle = client.workflow(Swallowing::run, true).start();
		rig.advance(Duration.ofSeconds(2));
		assertThat(Look.result(handle)).isEqualTo("second run");
	}

	@EngineTest
	void inALoopWithoutWaitingIsHeldBack(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		LogLines log = new LogLines("dev.holdfast.engine.run", "'hasty'");
		WorkflowHandle<Hasty, String> handle = client.workflow(Hasty::run, 0).id("hasty").start();
		for (int i = 0; i < 5; i++) {
			rig.awaitQuiet();
			assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class))
				.isEqualTo(i + 2);
			rig.advance(Duration.ofSeconds(1));
		}
		log.close();
		assertThat(log.lines()).isNotEmpty().allMatch((line) -> line.contains("without having waited for anything"));
		handle.terminate("enough");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAChildGivesTheLastResultToTheParent(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, false).start();
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofMinutes(1));
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(parent)).isEqualTo("got nowhere at the end");
		assertThat(Look.types(parent)).containsExactly("WorkflowStarted", "ChildInitiated", "ChildCompleted",
				"WorkflowCompleted");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofAChildDoesNotHideItFromItsParent(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, false).start();
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> client.handle("child").describe().execution().historyLength() == 2);
		parent.cancel("stop");
		assertThat(Look.failure(parent).status()).isEqualTo(WorkflowStatus.CANCELED);
		Look.awaitStatus(client.handle("child"), WorkflowStatus.CANCELED);
		WorkflowHandle<Parent, String> other = client.workflow(Parent::run, false).start();
		rig.advance(Duration.ofMinutes(1));
		EngineRig.await(() -> client.handle("child").describe().execution().historyLength() == 2);
		other.terminate("stop");
		Look.awaitStatus(client.handle("child"), WorkflowStatus.TERMINATED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofTheParentClosesItsChildren(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, true).start();
		rig.advance(Duration.ofSeconds(10));
		assertThat(Look.result(parent)).isEqualTo("second run");
		Look.awaitStatus(client.handle("terminated"), WorkflowStatus.TERMINATED);
		assertThat(Look.status(client.handle("abandoned"))).isEqualTo(WorkflowStatus.RUNNING);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void goesOnWithTheSameMessagesOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		WorkflowHandle<Countdown, String> handle = first.client().workflow(Countdown::run, 2).id("moves").start();
		rig.advance(Duration.ofMinutes(1));
		rig.awaitQuiet();
		EngineRig.Node second = rig.startNode(BEANS);
		first.engine().stop(Duration.ofSeconds(1));
		Look.advanceUntil(rig, Duration.ofSeconds(10),
				() -> Look.status(second.client().handle("moves")) == WorkflowStatus.COMPLETED);
		assertThat(second.client().handle(Countdown.class, "moves").result(EngineRig.PATIENCE))
			.isEqualTo("nowhere at the end");
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Countdown {

		private final List<String> notes = new ArrayList<>();

		@WorkflowMethod
		public String run(int left) {
			Workflows.sleep(Duration.ofMinutes(1));
			if (left < 0) {
				return Workflows.continueAsNew(Other::run, "other")
					.memo("zone", "east")
					.runTimeout(Duration.ofMinutes(3))
					.backoff(Duration.ofMinutes(10))
					.execute();
			}
			if (left > 0) {
				return Workflows.continueAsNew(left - 1);
			}
			return Workflows.memo().get("zone", String.class).orElse("nowhere") + " at the end";
		}

		@SignalMethod
		public void note(String note) {
			this.notes.add(note);
		}

		@QueryMethod
		public List<String> notes() {
			return List.copyOf(this.notes);
		}

		@QueryMethod
		public WorkflowInfo info() {
			return Workflows.info();
		}

	}

	@Workflow
	public static class Other {

		@WorkflowMethod
		public String run(String name) {
			return name + " in " + Workflows.memo().get("zone", String.class).orElse("nowhere") + " from "
					+ Workflows.info().runTimeout();
		}

	}

	@Workflow
	public static class Collector {

		private final List<Integer> numbers = new ArrayList<>();

		private List<Integer> before = List.of();

		@WorkflowMethod
		public List<Integer> run(List<Integer> before) {
			this.before = before;
			Workflows.await(() -> this.numbers.size() >= 5 || before.size() + this.numbers.size() >= 60);
			List<Integer> all = new ArrayList<>(before);
			all.addAll(this.numbers);
			return (before.isEmpty() || all.size() < 60) ? Workflows.continueAsNew(all) : all;
		}

		@SignalMethod
		public void add(int number) {
			this.numbers.add(number);
		}

	}

	@Workflow
	public static class Misplaced {

		private boolean ended;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.ended);
			return "never";
		}

		@SignalMethod
		public void fromSignal() {
			Workflows.continueAsNew();
		}

		@QueryMethod
		public String fromQuery() {
			return Workflows.continueAsNew();
		}

	}

	@Workflow
	public static class Swallowing {

		@WorkflowMethod
		public String run(boolean first) {
			if (!first) {
				return "second run";
			}
			try {
				Workflows.continueAsNew(false);
			}
			catch (Throwable ex) {
				// as careless code does
			}
			return "first run";
		}

	}

	@Workflow
	public static class Hasty {

		@WorkflowMethod
		public String run(int count) {
			return Workflows.continueAsNew(count + 1);
		}

	}

	@Workflow
	public static class Leaf {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public String run(boolean leave) {
			if (leave) {
				Workflows.child(Leaf::run).id("terminated").async();
				Workflows.child(Leaf::run).id("abandoned").parentClosePolicy(ParentClosePolicy.ABANDON).async();
				Workflows.sleep(Duration.ofSeconds(10));
				return Workflows.continueAsNew(false);
			}
			if (Workflows.info().continuedRunId() != null) {
				return "second run";
			}
			return "got " + Workflows.child(Countdown::run, 2).id("child").execute();
		}

	}

}
