package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.QueryRejectCondition;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowQueryRejectedException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueryTests {

	@EngineTest
	void answerFromTheStateOfARunningExecution(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		handle.signal(Counter::add, 3);
		rig.awaitQuiet();
		assertThat(handle.query(Counter::count)).isEqualTo(3);
		assertThat(handle.query(Counter::times, 5)).isEqualTo(15);
		assertThat(handle.query("count", Integer.class)).isEqualTo(3);
	}

	@EngineTest
	void answerForARunThatIsNotInMemory(EngineRig rig) {
		rig.maxRuns(1);
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		List<WorkflowHandle<Counter, Integer>> handles = new java.util.ArrayList<>();
		for (int i = 0; i < 4; i++) {
			WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
			handle.signal(Counter::add, i + 1);
			handles.add(handle);
		}
		for (int i = 0; i < 4; i++) {
			WorkflowHandle<Counter, Integer> handle = handles.get(i);
			EngineRig.await(() -> handle.history().events().size() == 2);
			assertThat(handle.query(Counter::count)).isEqualTo(i + 1);
		}
	}

	@EngineTest
	void answerForAClosedExecution(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		handle.signal(Counter::add, 10);
		assertThat(Look.result(handle)).isEqualTo(10);
		assertThat(handle.query(Counter::count)).isEqualTo(10);
		WorkflowHandle<Counter, Integer> terminated = client.workflow(Counter::run).start();
		terminated.signal(Counter::add, 2);
		rig.awaitQuiet();
		terminated.terminate("enough");
		assertThat(terminated.query(Counter::count)).isEqualTo(2);
	}

	@EngineTest
	void seeWhatWasSentBeforeThemWhereverTheRunIs(EngineRig rig) {
		WorkflowClient owner = rig.startNode(Counter.class, Clerk.class).client();
		WorkflowHandle<Counter, Integer> handle = owner.workflow(Counter::run).id("elsewhere").start();
		rig.awaitQuiet();
		WorkflowClient other = rig.startNode(Counter.class, Clerk.class).client();
		WorkflowHandle<Counter, ?> elsewhere = other.handle(Counter.class, "elsewhere");
		for (int i = 1; i <= 5; i++) {
			rig.inTransaction(() -> {
				elsewhere.signal(Counter::add, 1);
				elsewhere.signal(Counter::add, -1);
			});
			elsewhere.signal(Counter::add, 1);
			assertThat(elsewhere.query(Counter::count)).isEqualTo(i);
			assertThat(handle.query(Counter::count)).isEqualTo(i);
		}
	}

	@EngineTest
	void areRejectedUnderTheConditionThatTheyName(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		rig.awaitQuiet();
		WorkflowHandle<Counter, Integer> ifOpen = handle.rejectQueriesIf(QueryRejectCondition.NOT_OPEN);
		assertThat(ifOpen.query(Counter::count)).isZero();
		handle.signal(Counter::add, 10);
		Look.result(handle);
		assertThatExceptionOfType(WorkflowQueryRejectedException.class).isThrownBy(() -> ifOpen.query(Counter::count))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(WorkflowStatus.COMPLETED));
		assertThat(handle.rejectQueriesIf(QueryRejectCondition.NOT_COMPLETED_CLEANLY).query(Counter::count))
			.isEqualTo(10);
		WorkflowHandle<Counter, Integer> terminated = client.workflow(Counter::run).start();
		rig.awaitQuiet();
		terminated.terminate("enough");
		assertThatExceptionOfType(WorkflowQueryRejectedException.class).isThrownBy(
				() -> terminated.rejectQueriesIf(QueryRejectCondition.NOT_COMPLETED_CLEANLY).query(Counter::count));
		assertThat(terminated.rejectQueriesIf(QueryRejectCondition.NONE).query(Counter::count)).isZero();
	}

	@EngineTest
	void ofATypeThatNoNodeKnowsAreRefused(EngineRig rig) {
		WorkflowClient client = rig.startNode(Counter.class, Clerk.class).client();
		client.workflow(Counter::run).id("foreign").start();
		rig.awaitQuiet();
		WorkflowHandle<?, ?> foreign = rig.startNode(Clerk.class).client().handle("foreign");
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> foreign.query("count", Integer.class))
			.withMessageContaining("has no workflow Counter");
	}

	@EngineTest
	void ofAnUnknownNameAreRefusedWithTheKnownOnes(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query("nothing", String.class))
			.withMessageContaining("'nothing'")
			.withMessageContaining("count");
	}

	@EngineTest
	void thatTryToDoSomethingAreRefusedAndLeaveTheRunUntouched(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		handle.signal(Counter::add, 1);
		rig.awaitQuiet();
		List<String> before = Look.types(handle);
		for (String query : List.of("schedules", "calls", "sleeps", "random", "uuid", "awaits", "begins", "records",
				"timer", "starts")) {
			assertThatExceptionOfType(WorkflowQueryException.class).as(query)
				.isThrownBy(() -> handle.query(query, String.class))
				.withMessageContaining("not allowed in a query");
		}
		rig.awaitQuiet();
		assertThat(Look.types(handle)).isEqualTo(before);
		handle.signal(Counter::add, 9);
		assertThat(Look.result(handle)).isEqualTo(10);
	}

	@EngineTest
	void whoseCodeThrowsAreAnsweredWithIt(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Counter::fails))
			.withMessageContaining("no answer today")
			.withCauseInstanceOf(java.io.IOException.class);
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		handle.signal(Counter::add, 10);
		assertThat(Look.result(handle)).isEqualTo(10);
	}

	@EngineTest
	void withWrongArgumentsAreRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Counter.class, Clerk.class);
		WorkflowHandle<Counter, Integer> handle = client.workflow(Counter::run).start();
		assertThatExceptionOfType(WorkflowQueryException.class)
			.isThrownBy(() -> handle.query("times", Integer.class, "not a number"))
			.withMessageContaining("times");
	}

	@EngineTest
	void ofARunWhoseTasksFailAreAnsweredAtOnceWithTheReason(EngineRig rig) {
		WorkflowClient client = rig.start(Broken.class);
		WorkflowHandle<Broken, String> handle = client.workflow(Broken::run).start();
		long began = System.nanoTime();
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Broken::state));
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public String run() {
			throw new IllegalStateException("broken");
		}

		@QueryMethod
		public String state() {
			return "state";
		}

	}

	@Activity
	public static class Clerk {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String work() {
			return "done";
		}

	}

	@Workflow
	public static class Counter {

		private final Clerk clerk;

		private int count;

		public Counter(Clerk clerk) {
			this.clerk = clerk;
		}

		@WorkflowMethod
		public int run() {
			Workflows.await(() -> this.count >= 10);
			return this.count;
		}

		@SignalMethod
		public void add(int number) {
			this.count += number;
		}

		@QueryMethod
		public int count() {
			return this.count;
		}

		@QueryMethod
		public int times(int factor) {
			return this.count * factor;
		}

		@QueryMethod
		public String fails() throws java.io.IOException {
			throw new java.io.IOException("no answer today");
		}

		@QueryMethod
		public String schedules() {
			return Workflows.activity(Clerk::work).execute();
		}

		@QueryMethod
		public String calls() {
			return this.clerk.work();
		}

		@QueryMethod
		public String sleeps() {
			Workflows.sleep(Duration.ofSeconds(1));
			return "slept";
		}

		@QueryMethod
		public String timer() {
			Workflows.timer(Duration.ofSeconds(1));
			return "begun";
		}

		@QueryMethod
		public String random() {
			return "" + Workflows.random().nextInt();
		}

		@QueryMethod
		public String uuid() {
			return "" + Workflows.randomUuid();
		}

		@QueryMethod
		public String awaits() {
			Workflows.await(() -> false);
			return "";
		}

		@QueryMethod
		public String begins() {
			Workflows.async(() -> "x");
			return "";
		}

		@QueryMethod
		public String records() {
			return Workflows.sideEffect(String.class, () -> "x");
		}

		@QueryMethod
		public String starts() {
			Workflows.child(Counter::run).async();
			return "";
		}

	}

}
