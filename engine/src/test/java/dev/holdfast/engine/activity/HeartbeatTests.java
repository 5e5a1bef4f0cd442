package dev.holdfast.engine.activity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HeartbeatTests {

	@EngineTest
	void anAttemptThatFallsSilentTimesOut(EngineRig rig) {
		EngineRig.Node node = rig.startNode(SilentWorkflow.class, Silent.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(SilentWorkflow::run).id("silent").start();
		Hold hold = node.bean(Hold.class);
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(2));
		rig.advance(Duration.ofSeconds(1));
		hold.awaitArrivals(2);
		rig.clock().advance(Duration.ofSeconds(2));
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ActivityFailure.class, (activity) -> {
			assertThat(activity.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
			assertThat(activity.attempts()).isEqualTo(2);
			assertThat(activity.getCause()).isInstanceOfSatisfying(TimeoutFailure.class,
					(timeout) -> assertThat(timeout.type()).isEqualTo(TimeoutType.HEARTBEAT));
		});
	}

	@EngineTest
	void anAttemptThatKeepsBeatingDoesNotTimeOut(EngineRig rig) {
		EngineRig.Node node = rig.startNode(LivelyWorkflow.class, Lively.class);
		WorkflowHandle<?, Integer> handle = node.client().workflow(LivelyWorkflow::run).id("lively").start();
		Lively lively = node.bean(Lively.class);
		for (int i = 0; i < 10; i++) {
			int before = lively.beats.get();
			EngineRig.await(() -> lively.beats.get() >= before + 2);
			rig.clock().advance(Duration.ofMillis(1500));
		}
		lively.finished = true;
		assertThat(handle.result()).isEqualTo(1);
	}

	@EngineTest
	void theHeartbeatOfATimedOutAttemptTellsItToStop(EngineRig rig) {
		EngineRig.Node node = rig.startNode(LivelyWorkflow.class, Lively.class);
		WorkflowHandle<?, Integer> handle = node.client().workflow(LivelyWorkflow::run).id("lively").start();
		Lively lively = node.bean(Lively.class);
		EngineRig.await(() -> lively.beats.get() >= 1);
		rig.clock().advance(Duration.ofSeconds(60));
		EngineRig.await(() -> lively.stopped.size() == 1);
		assertThat(lively.stopped.get(0)).contains("timeout");
		lively.finished = true;
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo(2);
	}

	@EngineTest
	void theNextAttemptHasTheDetailsOfTheLastHeartbeat(EngineRig rig) {
		EngineRig.Node node = rig.startNode(PagesWorkflow.class, Pages.class);
		WorkflowHandle<?, Integer> handle = node.client().workflow(PagesWorkflow::run, 1).id("pages").start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo(2);
		assertThat(node.bean(Pages.class).begunAt).containsExactly("nothing", "page 1", "page 2");
	}

	@EngineTest
	void theDetailsOfTheLastOfManyHeartbeatsReachTheNextAttempt(EngineRig rig) {
		EngineRig.Node node = rig.startNode(PagesWorkflow.class, Pages.class);
		WorkflowHandle<?, Integer> handle = node.client().workflow(PagesWorkflow::run, 5).id("pages").start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo(10);
		assertThat(node.bean(Pages.class).begunAt).containsExactly("nothing", "page 5", "page 10");
	}

	@EngineTest
	void theDetailsOfAnAttemptThatTimedOutReachTheNextAttempt(EngineRig rig) {
		EngineRig.Node node = rig.startNode(CounterWorkflow.class, Counter.class, Hold.class);
		WorkflowHandle<?, String> handle = node.client().workflow(CounterWorkflow::run).id("counter").start();
		node.bean(Hold.class).awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("went on at 3");
	}

	@EngineTest
	void manyHeartbeatsAreWrittenDownOnceAWhile(EngineRig rig) {
		EngineRig.Node node = rig.startNode(TalkingWorkflow.class, Talking.class);
		Talking talking = node.bean(Talking.class);
		WorkflowHandle<?, String> handle = node.client().workflow(TalkingWorkflow::run).id("talking").start();
		EngineRig.await(() -> "0".equals(written(rig)));
		talking.say(100);
		assertThat(written(rig)).isEqualTo("0");
		rig.clock().advance(Duration.ofSeconds(7));
		talking.say(101);
		assertThat(written(rig)).isEqualTo("0");
		rig.clock().advance(Duration.ofSeconds(1));
		EngineRig.await(() -> "101".equals(written(rig)));
		talking.say(102);
		talking.finished = true;
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("102");
	}

	@EngineTest
	void anAttemptThatDoesNotBeatKeepsTheDetailsForTheNextOne(EngineRig rig) {
		EngineRig.Node node = rig.startNode(OnceWorkflow.class, Once.class);
		WorkflowHandle<?, String> handle = node.client().workflow(OnceWorkflow::run).id("once").start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("of attempt 1");
	}

	@EngineTest
	void theFailureOfATimeoutHasTheDetailsOfTheLastHeartbeat(EngineRig rig) {
		EngineRig.Node node = rig.startNode(LastWordsWorkflow.class, LastWords.class);
		WorkflowHandle<?, String> handle = node.client().workflow(LastWordsWorkflow::run).id("last words").start();
		LastWords words = node.bean(LastWords.class);
		EngineRig.await(() -> words.said.get() == 1);
		rig.clock().advance(Duration.ofSeconds(2));
		rig.advance(Duration.ofSeconds(1));
		EngineRig.await(() -> words.said.get() == 2);
		rig.clock().advance(Duration.ofSeconds(2));
		assertThat(handle.result()).isEqualTo("HEARTBEAT[words of attempt 2] < HEARTBEAT[none]");
	}

	private static String written(EngineRig rig) {
		List<byte[]> rows = rig.jdbc()
			.query("select heartbeat from holdfast_activity_task", (row, number) -> row.getBytes(1));
		return (rows.isEmpty() || rows.get(0) == null) ? "nothing" : new String(rows.get(0), StandardCharsets.UTF_8);
	}

	@Workflow
	public static class LastWordsWorkflow {

		@WorkflowMethod
		public String run() {
			try {
				return Workflows.activity(LastWords::speak).execute();
			}
			catch (ActivityFailure ex) {
				TimeoutFailure last = (TimeoutFailure) ex.getCause();
				return describe(last) + " < " + describe((TimeoutFailure) last.getCause());
			}
		}

		private static String describe(TimeoutFailure timeout) {
			return timeout.type() + "[" + timeout.lastHeartbeatDetails(String.class).orElse("none") + "]";
		}

	}

	@Activity
	public static class LastWords {

		final AtomicInteger said = new AtomicInteger();

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "2s",
				retry = @Retry(maximumAttempts = 2, initialInterval = "1s"))
		public String speak() {
			Activities.heartbeat("words of attempt " + Activities.info().attempt());
			this.said.incrementAndGet();
			while (!Activities.cancellation().isCancellationRequested()) {
				LockSupport.parkNanos(1_000_000);
			}
			return "never";
		}

	}

	@Workflow
	public static class TalkingWorkflow {

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Talking::talk).execute();
		}

	}

	@Activity
	public static class Talking {

		private final AtomicInteger number = new AtomicInteger();

		private final AtomicInteger said = new AtomicInteger(-1);

		volatile boolean finished;

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "10s",
				retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public String talk() {
			if (Activities.info().attempt() == 2) {
				return Activities.heartbeatDetails(Integer.class).map(String::valueOf).orElse("nothing");
			}
			while (!this.finished) {
				int next = this.number.get();
				if (this.said.get() != next) {
					Activities.heartbeat(next);
					this.said.set(next);
				}
				LockSupport.parkNanos(1_000_000);
			}
			throw new IllegalStateException("hoarse");
		}

		void say(int next) {
			this.number.set(next);
			EngineRig.await(() -> this.said.get() == next);
		}

	}

	@Workflow
	public static class OnceWorkflow {

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Once::beat).execute();
		}

	}

	@Activity
	public static class Once {

		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public String beat() {
			int attempt = Activities.info().attempt();
			if (attempt == 3) {
				return Activities.heartbeatDetails(String.class).orElse("nothing");
			}
			if (attempt == 1) {
				Activities.heartbeat("of attempt 1");
			}
			throw new IllegalStateException("attempt " + attempt + " failed");
		}

	}

	/** Where a job stands. */
	public record Page(int number) {
	}

	@Workflow
	public static class SilentWorkflow {

		private final Silent silent;

		public SilentWorkflow(Silent silent) {
			this.silent = silent;
		}

		@WorkflowMethod
		public String run() {
			return this.silent.work();
		}

	}

	@Activity
	public static class Silent {

		private final Hold hold;

		public Silent(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "2s", retry = @Retry(maximumAttempts = 2))
		public String work() {
			Activities.heartbeat();
			this.hold.passUnlessGivenUp();
			return "done";
		}

	}

	@Workflow
	public static class LivelyWorkflow {

		private final Lively lively;

		public LivelyWorkflow(Lively lively) {
			this.lively = lively;
		}

		@WorkflowMethod
		public int run() {
			return this.lively.work();
		}

	}

	@Activity
	public static class Lively {

		final AtomicInteger beats = new AtomicInteger();

		final List<String> stopped = new CopyOnWriteArrayList<>();

		volatile boolean finished;

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "2s")
		public int work() {
			try {
				while (!this.finished) {
					Activities.heartbeat();
					this.beats.incrementAndGet();
					LockSupport.parkNanos(1_000_000);
				}
			}
			catch (CanceledFailure ex) {
				this.stopped.add(ex.reason());
				throw ex;
			}
			return Activities.info().attempt();
		}

	}

	@Workflow
	public static class PagesWorkflow {

		private final Pages pages;

		public PagesWorkflow(Pages pages) {
			this.pages = pages;
		}

		@WorkflowMethod
		public int run(int atOnce) {
			return this.pages.read(atOnce);
		}

	}

	@Activity
	public static class Pages {

		final List<String> begunAt = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "60s", heartbeatTimeout = "10s",
				retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public int read(int atOnce) {
			Page last = Activities.heartbeatDetails(Page.class).orElse(null);
			this.begunAt.add((last != null) ? "page " + last.number() : "nothing");
			int page = (last != null) ? last.number() : 0;
			if (Activities.info().attempt() == 3) {
				return page;
			}
			for (int i = 0; i < atOnce; i++) {
				Activities.heartbeat(new Page(++page));
			}
			throw new IllegalStateException("The connection was lost after page " + page);
		}

	}

	@Workflow
	public static class CounterWorkflow {

		private final Counter counter;

		public CounterWorkflow(Counter counter) {
			this.counter = counter;
		}

		@WorkflowMethod
		public String run() {
			return this.counter.count();
		}

	}

	@Activity
	public static class Counter {

		private final Hold hold;

		public Counter(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String count() {
			Integer found = Activities.heartbeatDetails(Integer.class).orElse(null);
			if (found != null) {
				return "went on at " + found;
			}
			for (int i = 1; i <= 3; i++) {
				Activities.heartbeat(i);
			}
			this.hold.passUnlessGivenUp();
			return "never";
		}

	}

}
