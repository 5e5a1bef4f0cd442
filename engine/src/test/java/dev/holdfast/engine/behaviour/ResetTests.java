package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResetTests {

	private static final Class<?>[] BEANS = { Steps.class, Work.class, Values.class, Brittle.class, Parent.class,
			Child.class };

	@EngineTest
	void goesOnFromTheEndOfATask(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> handle = client.workflow(Steps::run).id("steps").start();
		rig.awaitQuiet();
		handle.signal(Steps::note, "one");
		rig.advance(Duration.ofHours(1));
		rig.awaitQuiet();
		handle.signal(Steps::note, "two");
		rig.awaitQuiet();
		long point = event(handle, "ActivityCompleted");
		String made = handle.reset(point, "try again");
		rig.awaitQuiet();
		assertThat(handle.describe().execution().runId()).isEqualTo(made).isNotEqualTo(handle.runId());
		WorkflowHandle<Steps, Object> old = client.handle(Steps.class, "steps", handle.runId());
		assertThat(Look.status(old)).isEqualTo(WorkflowStatus.TERMINATED);
		assertThat(old.describe().lastTaskFailure()).contains("try again");
		assertThat(Look.types(handle)).startsWith("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
				"TimerStarted", "RunReset");
		assertThat(handle.query(Steps::notes)).as("signals are sent again, in order").containsExactly("one", "two");
		rig.advance(Duration.ofHours(1));
		handle.signal(Steps::note, "end");
		assertThat(Look.result(handle)).containsExactly("one", "two", "end");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void worksOnAnExecutionThatHasClosed(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> handle = client.workflow(Steps::run).id("closed").start();
		rig.awaitQuiet();
		long point = event(handle, "TimerStarted");
		handle.signal(Steps::note, "end");
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly("end");
		handle.reset(point);
		assertThat(Look.result(handle)).as("the signal is sent again, and ends it again").containsExactly("end");
		assertThat(handle.describe().execution().runId()).isNotEqualTo(handle.runId());
		assertThat(Look.status(client.handle(Steps.class, "closed", handle.runId())))
			.isEqualTo(WorkflowStatus.COMPLETED);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isFoundByWhatTheKeptPartHasUpserted(EngineRig rig) {
		WorkflowClient client = rig.start(Marked.class);
		WorkflowHandle<Marked, @Nullable Void> handle = client.workflow(Marked::run)
			.searchAttribute("Stage", "new")
			.searchAttribute("Temporary", true)
			.start();
		rig.awaitQuiet();
		String made = handle.reset(1);
		rig.awaitQuiet();
		assertThat(client.list("Stage = 'begun' AND Temporary IS NULL AND Status = 'RUNNING'")).singleElement()
			.satisfies((found) -> assertThat(found.runId()).isEqualTo(made));
		assertThat(client.count("Stage = 'new'")).isZero();
	}

	@EngineTest
	void worksOnAStuckExecution(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(BEANS);
		Brittle.broken = true;
		WorkflowHandle<Brittle, String> handle = client.workflow(Brittle::run).start();
		rig.awaitQuiet();
		handle.signal(Brittle::go);
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		Brittle.broken = false;
		handle.reset(1);
		assertThat(Look.result(handle)).isEqualTo("went");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void makesActivitiesAgainThatHadNotClosed(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> handle = client.workflow(Steps::run).start();
		rig.awaitQuiet();
		int before = Work.DONE.get();
		handle.reset(event(handle, "ActivityScheduled"));
		EngineRig.await(() -> Work.DONE.get() == before + 1);
		handle.signal(Steps::note, "end");
		rig.awaitQuiet();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly("end");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void keepsTheRandomValuesOfTheOldPartAndDrawsNewOnesAfterIt(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Values, List<String>> handle = client.workflow(Values::run).start();
		rig.advance(Duration.ofHours(1));
		List<String> first = Look.result(handle);
		handle.reset(event(handle, "TimerStarted"));
		List<String> second = Look.result(handle);
		assertThat(second.get(0)).isEqualTo(first.get(0));
		assertThat(second.get(1)).isNotEqualTo(first.get(1));
		handle.reset(event(handle, "ActivityScheduled"));
		List<String> third = Look.result(handle);
		assertThat(third.subList(0, 2)).as("also when what was reset is reset again").isEqualTo(second.subList(0, 2));
		assertThat(third.get(2)).isNotEqualTo(second.get(2));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void keepsChildrenThatHadBegun(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Parent, List<String>> handle = client.workflow(Parent::run).id("parent").start();
		rig.awaitQuiet();
		client.handle(Child.class, "early").signal(Child::end, "before");
		EngineRig.await(() -> Look.types(handle).contains("ChildCompleted"));
		long point = event(handle, "TimerStarted");
		rig.advance(Duration.ofHours(1));
		EngineRig.await(() -> Look.types(handle).stream().filter("ChildInitiated"::equals).count() == 3);
		rig.awaitQuiet();
		String late = handle.describe().pendingChildren().get(1);
		handle.reset(point);
		Look.awaitStatus(client.handle(late), WorkflowStatus.TERMINATED);
		client.handle(Child.class, "kept").signal(Child::end, "after");
		EngineRig.await(() -> Look.types(handle).stream().filter("ChildInitiated"::equals).count() == 3);
		EngineRig.await(() -> handle.describe().pendingChildren().size() == 1);
		String again = handle.describe().pendingChildren().get(0);
		assertThat(again).as("its id follows from the new run").isNotEqualTo(late);
		client.handle(Child.class, again).signal(Child::end, "again");
		assertThat(Look.result(handle)).containsExactly("before", "after", "again");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void tellsThePossibleRangeOtherwise(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> handle = client.workflow(Steps::run).start();
		rig.awaitQuiet();
		for (long bad : new long[] { 0, -1, 5, Long.MAX_VALUE }) {
			assertThatIllegalArgumentException().isThrownBy(() -> handle.reset(bad)).withMessageContaining("1 to 4");
		}
		handle.signal(Steps::note, "end");
		rig.advance(Duration.ofHours(1));
		Look.result(handle);
		int length = (int) handle.describe().execution().historyLength();
		assertThatIllegalArgumentException().isThrownBy(() -> handle.reset(length))
			.withMessageContaining("closed the run");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(1);
	}

	@EngineTest
	void isRefusedWhenTheIdHasAnotherExecution(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> first = client.workflow(Steps::run).id("same").start();
		rig.awaitQuiet();
		first.terminate("over");
		client.workflow(Steps::run).id("same").start();
		assertThatExceptionOfType(WorkflowAlreadyStartedException.class).isThrownBy(() -> first.reset(1));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void givesTheExecutionItsWholeTimeAgain(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Steps, List<String>> handle = client.workflow(Steps::run)
			.executionTimeout(Duration.ofMinutes(30))
			.start();
		rig.advance(Duration.ofMinutes(30));
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.TIMED_OUT);
		handle.reset(1);
		rig.advance(Duration.ofMinutes(29));
		rig.awaitQuiet();
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.TIMED_OUT);
	}

	private static long event(WorkflowHandle<?, ?> handle, String type) {
		return handle.history()
			.events()
			.stream()
			.filter((event) -> event.type().equals(type))
			.mapToLong(WorkflowHistory.Event::id)
			.findFirst()
			.orElseThrow();
	}

	@BeforeEach
	void repair() {
		Brittle.broken = false;
	}

	@Workflow
	public static class Steps {

		private final List<String> notes = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			Workflows.activity(Work::doIt).execute();
			Workflows.sleep(Duration.ofHours(1));
			Workflows.await(() -> this.notes.contains("end"));
			return this.notes;
		}

		@SignalMethod
		public void note(String note) {
			this.notes.add(note);
		}

		@QueryMethod
		public List<String> notes() {
			return List.copyOf(this.notes);
		}

	}

	@Activity
	public static class Work {

		static final AtomicInteger DONE = new AtomicInteger();

		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(maximumAttempts = 1))
		public int doIt() {
			return DONE.incrementAndGet();
		}

	}

	@Workflow
	public static class Values {

		@WorkflowMethod
		public List<String> run() {
			UUID first = Workflows.randomUuid();
			Workflows.sleep(Duration.ofHours(1));
			UUID second = Workflows.randomUuid();
			Workflows.activity(Work::doIt).execute();
			return List.of(first.toString(), second.toString(), Workflows.randomUuid().toString());
		}

	}

	@Workflow
	public static class Brittle {

		static volatile boolean broken;

		private boolean going;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.going);
			if (broken) {
				throw new IllegalStateException("broken");
			}
			return "went";
		}

		@SignalMethod
		public void go() {
			this.going = true;
		}

	}

	@Workflow
	public static class Child {

		private String end = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.end.isEmpty());
			return this.end;
		}

		@SignalMethod
		public void end(String text) {
			this.end = text;
		}

	}

	@Workflow
	public static class Parent {

		@WorkflowMethod
		public List<String> run() {
			var early = Workflows.child(Child::run).id("early").async();
			var kept = Workflows.child(Child::run).id("kept").async();
			Workflows.sleep(Duration.ofHours(1));
			var late = Workflows.child(Child::run).async();
			return List.of(early.get(), kept.get(), late.get());
		}

	}

	@Workflow
	public static class Marked {

		@WorkflowMethod
		public void run() {
			Workflows.upsertSearchAttributes("Stage", "begun");
			Workflows.upsertSearchAttributes("Temporary", null);
			Workflows.await(() -> false);
		}

	}

}
