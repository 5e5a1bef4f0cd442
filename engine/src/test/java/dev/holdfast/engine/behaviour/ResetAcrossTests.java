package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of updates, of the runs of a chain and of what is under way when a run is
 * reset.
 */
class ResetAcrossTests {

	@BeforeEach
	void reset() {
		Slow.gate = new CountDownLatch(1);
		Slow.begun.set(0);
		Slow.attempts.set(0);
	}

	private static long lastEvent(WorkflowHandle<?, ?> handle, String type) {
		return handle.history()
			.events()
			.stream()
			.filter((event) -> event.type().equals(type))
			.mapToLong(WorkflowHistory.Event::id)
			.max()
			.orElseThrow();
	}

	@EngineTest
	void updatesOfTheKeptPartKeepTheirOutcomeAndLaterOnesAreMadeAgain(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, List<String>> handle = client.workflow(Ledger::run).id("ledger").start();
		assertThat(handle.startUpdate(Ledger::book, "kept").id("u1").execute()).isEqualTo(1);
		rig.awaitQuiet();
		long point = lastEvent(handle, "UpdateCompleted");
		assertThat(handle.startUpdate(Ledger::book, "again").id("u2").execute()).isEqualTo(2);
		assertThat(handle.startUpdate(Ledger::book, "once more").id("u3").execute()).isEqualTo(3);
		rig.awaitQuiet();
		handle.reset(point, "books");
		rig.awaitQuiet();
		WorkflowHandle<Ledger, Object> now = client.handle(Ledger.class, "ledger");
		assertThat(now.query(Ledger::entries)).containsExactly("kept", "again", "once more");
		assertThat(now.updateHandle("u1", Integer.class).result()).isEqualTo(1);
		assertThat(now.updateHandle("u2", Integer.class).result()).isEqualTo(2);
		assertThat(now.startUpdate(Ledger::book, "ignored").id("u3").execute()).as("it has been made").isEqualTo(3);
		assertThat(now.query(Ledger::entries)).hasSize(3);
		now.signal(Ledger::close);
		assertThat(Look.result(now)).isEqualTo(List.of("kept", "again", "once more"));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void anUpdateThatIsUnderWayAtThePointGoesOn(EngineRig rig) {
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, List<String>> handle = client.workflow(Ledger::run).id("ledger").start();
		handle.startUpdate(Ledger::bookLater, "later").id("u1").start();
		rig.awaitQuiet();
		assertThat(Look.types(handle)).contains("UpdateAccepted").doesNotContain("UpdateCompleted");
		handle.reset(lastEvent(handle, "UpdateAccepted"), "books");
		rig.advance(Duration.ofHours(1));
		WorkflowHandle<Ledger, Object> now = client.handle(Ledger.class, "ledger");
		assertThat(now.updateHandle("u1", Integer.class).result()).isEqualTo(1);
		now.signal(Ledger::close);
		assertThat(Look.result(now)).isEqualTo(List.of("later"));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void anEarlierRunOfAChainTakesThePlaceOfAllThatCameAfterIt(EngineRig rig) {
		WorkflowClient client = rig.start(Stages.class);
		WorkflowHandle<Stages, List<String>> first = client.workflow(Stages::run, 1, List.<String>of())
			.id("stages")
			.start();
		rig.awaitQuiet();
		long point = lastEvent(first, "TimerStarted");
		for (String word : List.of("one", "two", "three")) {
			rig.advance(Duration.ofHours(1));
			rig.awaitQuiet();
			first.signal(Stages::say, word);
			rig.awaitQuiet();
		}
		WorkflowHandle<Object, Object> third = client.handle("stages");
		String before = third.describe().execution().runId();
		assertThat(before).isNotEqualTo(first.runId());
		String made = client.handle(Stages.class, "stages", first.runId()).reset(point, "from the beginning");
		rig.awaitQuiet();
		assertThat(Look.status(client.handle(Stages.class, "stages", before))).isEqualTo(WorkflowStatus.TERMINATED);
		WorkflowHandle<Object, Object> now = client.handle("stages");
		assertThat(now.describe().execution().runId()).isEqualTo(made);
		assertThat(client.list("WorkflowId = 'stages' AND Status = 'RUNNING'")).hasSize(1);
		Look.advanceUntil(rig, Duration.ofHours(1), () -> Look.status(now) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(client.handle("stages"))).as("every signal of the chain, in order")
			.isEqualTo(List.of("one", "two", "three"));
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void anAttemptThatIsRunningCountsForTheOldRunOnly(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class, Slow.class);
		WorkflowHandle<Waiting, String> handle = client.workflow(Waiting::run).id("waiting").start();
		EngineRig.await(() -> Slow.begun.get() == 1);
		handle.reset(lastEvent(handle, "ActivityScheduled"), "again");
		EngineRig.await(() -> Slow.begun.get() == 2);
		assertThat(Look.types(client.handle("waiting"))).doesNotContain("ActivityCompleted");
		Slow.gate.countDown();
		assertThat(Look.result(client.handle("waiting"))).as("of the attempt for the new run").isEqualTo("attempt 2");
		assertThat(Look.types(client.handle("waiting"))).containsOnlyOnce("ActivityCompleted");
		assertThat(Look.types(client.handle(Waiting.class, "waiting", handle.runId())))
			.doesNotContain("ActivityCompleted");
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void theMemoIsThatOfTheKeptPart(EngineRig rig) {
		WorkflowClient client = rig.start(Noting.class);
		WorkflowHandle<Noting, String> handle = client.workflow(Noting::run).id("noting").memo("stage", "new").start();
		rig.awaitQuiet();
		long point = lastEvent(handle, "TimerStarted");
		handle.signal(Noting::note, "late");
		rig.awaitQuiet();
		assertThat(handle.describe().memo()).extractingByKey("stage").asString().contains("late");
		handle.cancel("no more");
		rig.awaitQuiet();
		handle.reset(point, "back");
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(client.handle("noting"))).as("the signal is sent again").isEqualTo("late");
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Ledger {

		private final List<String> entries = new ArrayList<>();

		private boolean closed;

		@WorkflowMethod
		public List<String> run() {
			Workflows.await(() -> this.closed && Workflows.everyHandlerFinished());
			return this.entries;
		}

		@UpdateMethod
		public int book(String entry) {
			this.entries.add(entry);
			return this.entries.size();
		}

		@UpdateMethod
		public int bookLater(String entry) {
			Workflows.sleep(Duration.ofHours(1));
			return book(entry);
		}

		@QueryMethod
		public List<String> entries() {
			return List.copyOf(this.entries);
		}

		@SignalMethod
		public void close() {
			this.closed = true;
		}

	}

	@Workflow
	public static class Stages {

		private final List<String> words = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int stage, List<String> before) {
			Workflows.sleep(Duration.ofHours(1));
			Workflows.await(() -> !this.words.isEmpty());
			List<String> all = new ArrayList<>(before);
			all.addAll(this.words);
			if (all.size() < 3) {
				return Workflows.continueAsNew(stage + 1, all);
			}
			Workflows.sleep(Duration.ofHours(1));
			return all;
		}

		@SignalMethod
		public void say(String word) {
			this.words.add(word);
		}

	}

	@Workflow
	public static class Waiting {

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Slow::work).execute();
		}

	}

	@Activity
	public static class Slow {

		static final AtomicInteger begun = new AtomicInteger();

		static final AtomicInteger attempts = new AtomicInteger();

		static volatile CountDownLatch gate = new CountDownLatch(1);

		@ActivityMethod(startToCloseTimeout = "1h")
		public String work() throws InterruptedException {
			int attempt = attempts.incrementAndGet();
			begun.incrementAndGet();
			gate.await();
			return "attempt " + attempt;
		}

	}

	@Workflow
	public static class Noting {

		private String noted = "";

		@WorkflowMethod
		public String run() {
			Workflows.upsertMemo("stage", "begun");
			Workflows.sleep(Duration.ofHours(1));
			return this.noted;
		}

		@SignalMethod
		public void note(String word) {
			this.noted = word;
			Workflows.upsertMemo("stage", word);
		}

	}

}
