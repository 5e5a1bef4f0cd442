package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowLocal;
import dev.holdfast.workflow.WorkflowLock;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.WorkflowQueue;
import dev.holdfast.workflow.WorkflowSemaphore;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Queues, locks, semaphores and variables of a run. */
class SynchronizationTests {

	@EngineTest
	void queuesHandOverInOrder(EngineRig rig) {
		WorkflowClient client = rig.start(Queueing.class);
		WorkflowHandle<Queueing, List<String>> handle = client.workflow(Queueing::run).start();
		rig.advance(Duration.ofMinutes(1));
		rig.awaitQuiet();
		for (String word : List.of("a", "b", "c", "d")) {
			handle.signal(Queueing::add, word);
		}
		rig.awaitQuiet();
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).containsExactly("poll null", "timed out null", "first a", "second b", "third c",
				"d peeked 1 [d]", "full false", "late false", "d taken", "then e", "empty 0");
		assertThat(handle.query(Queueing::seen)).hasSize(11);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void queuesHoldBackWhoPutsTooMuch(EngineRig rig) {
		WorkflowClient client = rig.start(Bounded.class);
		WorkflowHandle<Bounded, List<String>> handle = client.workflow(Bounded::run).start();
		Look.advanceUntil(rig, Duration.ofMinutes(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).containsExactly("put 1", "put 2", "took 1", "took 2", "put 3", "took 3",
				"put 4", "took 4");
	}

	@EngineTest
	void locksGoToWhoWaitsLongest(EngineRig rig) {
		WorkflowClient client = rig.start(Locking.class);
		WorkflowHandle<Locking, List<String>> handle = client.workflow(Locking::run).start();
		Look.advanceUntil(rig, Duration.ofSeconds(10), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).containsExactly("0 in", "impatient false", "0 out", "1 in", "1 out", "2 in",
				"2 out", "free true", "not mine", "not again", "computed");
	}

	@EngineTest
	void semaphoresBoundWhatGoesOnAtOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Limited.class);
		WorkflowHandle<Limited, String> handle = client.workflow(Limited::run).start();
		Look.advanceUntil(rig, Duration.ofSeconds(10), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).isEqualTo("at most 3, large one after 4 others, 3 free");
	}

	@EngineTest
	void waitsEndWithTheScopeAndLeaveTheLine(EngineRig rig) {
		WorkflowClient client = rig.start(Canceling.class);
		assertThat(Look.result(client.workflow(Canceling::run).start())).containsExactly("lock: enough",
				"semaphore: enough", "take: enough", "put: enough", "locked by the next", "permits for the next",
				"element for the next", "1 left");
	}

	@EngineTest
	void cancellationOfTheExecutionWakesWhoWaits(EngineRig rig) {
		WorkflowClient client = rig.start(Taker.class);
		WorkflowHandle<Taker, String> handle = client.workflow(Taker::run).start();
		rig.awaitQuiet();
		handle.cancel("stop");
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
	}

	@EngineTest
	void everyRunHasItsOwnVariables(EngineRig rig) {
		WorkflowClient client = rig.start(Counting.class);
		WorkflowHandle<Counting, Integer> one = client.workflow(Counting::run, 3).start();
		WorkflowHandle<Counting, Integer> two = client.workflow(Counting::run, 5).start();
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(one)).isEqualTo(103);
		assertThat(Look.result(two)).isEqualTo(105);
	}

	@EngineTest
	void everyCoroutineHasItsOwnVariablesIfItShall(EngineRig rig) {
		WorkflowClient client = rig.start(Apart.class);
		WorkflowHandle<Apart, List<String>> handle = client.workflow(Apart::run).start();
		handle.signal(Apart::put, "signal");
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactlyInAnyOrder("main", "new, then async", "new, then signal");
		assertThat(handle.query(Apart::name)).as("a query is in no coroutine").isEqualTo("new");
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Apart::rename))
			.withMessageContaining("this code is in none");
	}

	@Workflow
	public static class Queueing {

		private final WorkflowQueue<String> words = Workflows.queue(10);

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			this.seen.add("poll " + this.words.poll());
			this.seen.add("timed out " + this.words.poll(Duration.ofMinutes(1)));
			List<Promise<Void>> takers = new ArrayList<>();
			for (String name : List.of("first", "second", "third")) {
				takers.add(Workflows.async(() -> {
					this.seen.add(name + " " + this.words.take());
				}));
			}
			Promise.allOf(takers).get();
			Workflows.await(() -> this.words.size() == 1);
			this.seen.add(this.words.peek() + " peeked " + this.words.size() + " " + this.words.toList());
			WorkflowQueue<String> small = Workflows.queue(1);
			small.put(this.words.take());
			this.seen.add("full " + small.offer("x"));
			this.seen.add("late " + small.offer("x", Duration.ofMinutes(1)));
			Promise<Boolean> putting = Workflows.async(() -> small.offer("e", Duration.ofMinutes(1)));
			Workflows.sleep(Duration.ZERO);
			this.seen.add(small.take() + " taken");
			putting.get();
			this.seen.add("then " + small.poll());
			this.seen.add("empty " + small.size());
			return this.seen;
		}

		@SignalMethod
		public void add(String word) {
			this.words.put(word);
		}

		@QueryMethod
		public List<String> seen() {
			return this.seen;
		}

	}

	@Workflow
	public static class Bounded {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			WorkflowQueue<Integer> queue = Workflows.queue(1);
			Promise<Void> producer = Workflows.async(() -> {
				for (int i = 1; i <= 4; i++) {
					queue.put(i);
					seen.add("put " + i);
				}
			});
			for (int i = 0; i < 4; i++) {
				seen.add("took " + queue.take());
				Workflows.sleep(Duration.ofMinutes(1));
			}
			producer.get();
			return seen;
		}

	}

	@Workflow
	public static class Locking {

		@WorkflowMethod
		public List<String> run() {
			List<String> seen = new ArrayList<>();
			WorkflowLock lock = Workflows.lock();
			List<Promise<Void>> all = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				int number = i;
				all.add(Workflows.async(() -> lock.withLock(() -> {
					seen.add(number + " in");
					Workflows.sleep(Duration.ofSeconds(10));
					seen.add(number + " out");
				})));
				if (i == 0) {
					Workflows.sleep(Duration.ZERO);
					seen.add("impatient " + lock.tryLock(Duration.ofSeconds(5)));
				}
			}
			Promise.allOf(all).get();
			seen.add("free " + (!lock.isLocked() && lock.tryLock()));
			Workflows.async(() -> {
				try {
					lock.unlock();
				}
				catch (IllegalStateException ex) {
					seen.add("not mine");
				}
			}).get();
			try {
				lock.lock();
			}
			catch (IllegalStateException ex) {
				seen.add("not again");
			}
			lock.unlock();
			seen.add(lock.withLock(() -> "computed"));
			return seen;
		}

	}

	@Workflow
	public static class Limited {

		private int active;

		private int most;

		private int finished;

		@WorkflowMethod
		public String run() {
			WorkflowSemaphore semaphore = Workflows.semaphore(3);
			List<Promise<Integer>> all = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				int permits = (i == 4) ? 3 : 1;
				all.add(Workflows.async(() -> work(semaphore, permits)));
			}
			Promise.allOf(all).get();
			return "at most " + this.most + ", large one after " + all.get(4).get() + " others, "
					+ semaphore.availablePermits() + " free";
		}

		private int work(WorkflowSemaphore semaphore, int permits) {
			semaphore.acquire(permits);
			try {
				int before = this.finished;
				this.active += permits;
				this.most = Math.max(this.most, this.active);
				Workflows.sleep(Duration.ofSeconds(10));
				this.active -= permits;
				this.finished++;
				return before;
			}
			finally {
				semaphore.release(permits);
			}
		}

	}

	@Workflow
	public static class Canceling {

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			WorkflowLock lock = Workflows.lock();
			WorkflowSemaphore semaphore = Workflows.semaphore(1);
			WorkflowQueue<String> empty = Workflows.queue(1);
			WorkflowQueue<String> full = Workflows.queue(1);
			full.put("full");
			lock.lock();
			Workflows.inScope((scope) -> {
				waitFor("lock", lock::lock);
				waitFor("semaphore", () -> semaphore.acquire(2));
				waitFor("take", empty::take);
				waitFor("put", () -> full.put("never"));
				Workflows.sleep(Duration.ZERO);
				scope.cancel("enough");
			});
			Promise<Void> next = Workflows.async(() -> lock.withLock(() -> {
				this.seen.add("locked by the next");
			}));
			Workflows.await(() -> this.seen.size() == 4);
			lock.unlock();
			next.get();
			semaphore.acquire();
			this.seen.add("permits for the next");
			empty.put("element");
			this.seen.add(empty.take() + " for the next");
			full.take();
			this.seen.add((1 + full.size()) + " left");
			return this.seen;
		}

		private void waitFor(String what, Runnable wait) {
			Workflows.async(() -> {
				try {
					wait.run();
					this.seen.add(what + " got it");
				}
				catch (CanceledFailure failure) {
					this.seen.add(what + ": " + failure.reason());
				}
			});
		}

	}

	@Workflow
	public static class Taker {

		private final WorkflowQueue<String> queue = Workflows.queue(1);

		@WorkflowMethod
		public String run() {
			return this.queue.take();
		}

	}

	@Workflow
	public static class Apart {

		private static final WorkflowLocal<String> NAME = WorkflowLocal.perCoroutine(() -> "new");

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			NAME.set("main");
			Promise<Void> other = Workflows.async(() -> put("async"));
			Workflows.sleep(Duration.ofMinutes(1));
			other.get();
			Workflows.await(Workflows::everyHandlerFinished);
			this.seen.add(NAME.get());
			return this.seen;
		}

		@SignalMethod
		public void put(String name) {
			String before = NAME.get();
			NAME.set(name);
			Workflows.sleep(Duration.ofMinutes(30));
			this.seen.add(before + ", then " + NAME.get());
		}

		@QueryMethod
		public String name() {
			return NAME.get();
		}

		@QueryMethod
		public String rename() {
			NAME.set("query");
			return NAME.get();
		}

	}

	@Workflow
	public static class Counting {

		private static final WorkflowLocal<Integer> COUNT = WorkflowLocal.withInitial(() -> 100);

		@WorkflowMethod
		public int run(int times) {
			for (int i = 0; i < times; i++) {
				COUNT.set(COUNT.get() + 1);
				if (i == 0) {
					Workflows.sleep(Duration.ofHours(1));
				}
			}
			return COUNT.get();
		}

	}

}
