package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.store.Deletions;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetentionTests {

	private static final Class<?>[] BEANS = { Everything.class, Child.class, Waiter.class, Chain.class, Values.class,
			Parent.class, Tool.class };

	private static final String SENTINEL = "s3nt1nel";

	private static final Duration KEPT = Duration.ofDays(30);

	@EngineTest
	void leavesNothingOfAnExecutionInAnyTable(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		WorkflowHandle<Waiter, String> open = client.workflow(Waiter::run).id("open").start();
		rig.awaitQuiet();
		Map<String, Integer> before = rows(rig.jdbc());
		WorkflowHandle<Everything, String> handle = client.workflow(Everything::run, SENTINEL)
			.id("w-" + SENTINEL)
			.memo("note", SENTINEL)
			.searchAttribute(SearchAttributeKey.keyword("Tag"), SENTINEL)
			.start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		handle.signal(Everything::note, SENTINEL);
		assertThat(handle.update(Everything::change, SENTINEL)).isEqualTo(SENTINEL);
		handle.signal(Everything::note, "end");
		assertThat(Look.result(handle)).contains(SENTINEL);
		rig.advance(KEPT.minusMinutes(1));
		rig.advance(Duration.ofSeconds(1));
		rig.awaitQuiet();
		assertThat(Look.result(handle)).as("it is kept long enough").contains(SENTINEL);
		rig.advance(Duration.ofMinutes(20));
		rig.awaitQuiet();
		assertThat(rows(rig.jdbc())).isEqualTo(before);
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(handle::describe);
		assertThatExceptionOfType(WorkflowNotFoundException.class)
			.isThrownBy(() -> client.handle("w-" + SENTINEL).result(EngineRig.PATIENCE));
		open.signal(Waiter::go, "on");
		assertThat(Look.result(open)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void makesTheIdOneThatWasNeverUsed(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		Look.result(client.workflow(Child::run, "a").id("once").requestId("r").start());
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		WorkflowHandle<Child, String> again = client.workflow(Child::run, "b")
			.id("once")
			.requestId("r")
			.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
			.start();
		assertThat(Look.result(again)).isEqualTo("b");
	}

	@EngineTest
	void isForEverUnlessAPeriodIsSet(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Child, String> handle = client.workflow(Child::run, "a").start();
		assertThat(Look.result(handle)).isEqualTo("a");
		rig.advance(Duration.ofDays(4000));
		rig.awaitQuiet();
		assertThat(Look.result(handle)).isEqualTo("a");
	}

	@EngineTest
	void ofAnOpenChainKeepsTheFirstRunAndTheOpenOne(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, false).id("parent").start();
		EngineRig.await(() -> isRun(rig, 0));
		WorkflowHandle<Chain, Object> chain = client.handle(Chain.class, "chain");
		for (int i = 0; i < 4; i++) {
			int run = i;
			EngineRig.await(() -> isRun(rig, run));
			chain.signal(Chain::next);
			EngineRig.await(() -> isRun(rig, run + 1));
			rig.advance(Duration.ofSeconds(1));
		}
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(runsOf(rig, "chain")).as("the first, which the parent knows, and the open one").hasSize(2);
		chain.signal(Chain::next);
		EngineRig.await(() -> runsOf(rig, "chain").size() == 3);
		rig.awaitQuiet();
		parent.signal(Parent::end);
		assertThat(Look.result(parent)).isEqualTo("ended");
		Look.awaitStatus(chain, WorkflowStatus.TERMINATED);
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(rows(rig.jdbc()).values()).as("it has ended, and its time is over").containsOnly(0);
	}

	@EngineTest
	void keepsWhatTellsWhereMessagesOfAResetRunGo(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		WorkflowHandle<Parent, String> parent = client.workflow(Parent::run, true).id("parent").start();
		EngineRig.await(() -> runsOf(rig, "child").size() == 1);
		rig.awaitQuiet();
		parent.signal(Parent::touch);
		rig.awaitQuiet();
		parent.reset(3);
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(runsOf(rig, "parent")).hasSize(2);
		client.handle(Waiter.class, "child").signal(Waiter::go, "grown");
		assertThat(parent.result(EngineRig.PATIENCE)).isEqualTo("grown");
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(rows(rig.jdbc()).values()).containsOnly(0);
	}

	@EngineTest
	void refusesAResetOfWhatIsFollowedByADeletedRun(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		WorkflowHandle<Chain, Integer> chain = client.workflow(Chain::run, 0).id("chain").start();
		for (int i = 0; i < 3; i++) {
			int run = i;
			rig.advance(Duration.ofSeconds(1));
			rig.awaitQuiet();
			chain.signal(Chain::next);
			EngineRig.await(() -> isRun(rig, run + 1));
		}
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(runsOf(rig, "chain")).hasSize(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client.handle(Chain.class, "chain", chain.runId()).reset(1))
			.withMessageContaining("was deleted");
	}

	@EngineTest
	void doesNotAskWhetherAParentOrAChildIsThere(EngineRig rig) {
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		WorkflowHandle<Everything, String> parent = client.workflow(Everything::run, "x").id("p").start();
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(parent)).isEqualTo("gone");
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(runsOf(rig, "p")).isEmpty();
		WorkflowHandle<Waiter, Object> orphan = client.handle(Waiter.class, "orphan");
		orphan.signal(Waiter::go, "alone");
		assertThat(orphan.result(EngineRig.PATIENCE)).isEqualTo("alone");
		Invariants.check(rig.jdbc());
	}

	@EngineTest(Extent.HALF)
	void takesTransactionsOfFiveHundredRowsAtMost(EngineRig rig) {
		Measured seam = new Measured(rig);
		rig.seam(seam);
		WorkflowClient client = rig.retention(KEPT).start(BEANS);
		Look.result(client.workflow(Values::run, 700).start());
		for (int i = 0; i < 60; i++) {
			Look.result(client.workflow(Values::run, 10).start());
		}
		rig.advance(KEPT.plusMinutes(20));
		rig.awaitQuiet();
		assertThat(rows(rig.jdbc()).values()).containsOnly(0);
		assertThat(seam.deletions).hasSizeGreaterThan(4)
			.allMatch((rows) -> rows <= Deletions.MAX_ROWS)
			.anyMatch((rows) -> rows > 300);
	}

	@EngineTest(Extent.HALF)
	void isKeptByManyNodesAtOnceAndSurvivesCommitsThatFail(EngineRig rig) {
		AtomicInteger count = new AtomicInteger();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				boolean fails = isDeletion() && count.incrementAndGet() % 3 == 0;
				if (fails && count.get() % 2 == 0) {
					throw new DataAccessResourceFailureException("before the commit");
				}
				T result = transaction.get();
				if (fails) {
					throw new DataAccessResourceFailureException("after the commit");
				}
				return result;
			}

		});
		EngineRig.Node node = rig.startNode(BEANS);
		List<WorkflowHandle<Child, String>> handles = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			handles.add(node.client().workflow(Child::run, "x").start());
		}
		handles.forEach(Look::result);
		WorkflowHandle<Waiter, String> open = node.client().workflow(Waiter::run).id("open").start();
		rig.awaitQuiet();
		long cutoff = rig.clock().micros();
		List<CompletableFuture<Integer>> deleted = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			deleted.add(CompletableFuture.supplyAsync(() -> deleteAll(node, cutoff), (task) -> {
				Thread thread = new Thread(task, "deletion");
				thread.start();
			}));
		}
		int reported = deleted.stream().mapToInt(CompletableFuture::join).sum();
		assertThat(reported).as("none is counted twice").isLessThanOrEqualTo(400).isPositive();
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isOne();
		open.signal(Waiter::go, "on");
		assertThat(Look.result(open)).isEqualTo("on");
		Invariants.check(rig.jdbc());
	}

	private static boolean isDeletion() {
		String name = Thread.currentThread().getName();
		return name.equals("deletion") || name.startsWith("holdfast-retention-");
	}

	private static int deleteAll(EngineRig.Node node, long cutoff) {
		int runs = 0;
		for (int idle = 0; idle < 3;) {
			try {
				Deletions.Deleted deleted = node.engine().store().deletions().deleteSome(cutoff, 50, () -> true);
				runs += deleted.runs();
				idle = deleted.more() ? 0 : idle + 1;
			}
			catch (DataAccessResourceFailureException ex) {
				idle = 0;
			}
		}
		return runs;
	}

	@EngineTest
	void leavesWhatAScheduleHasNotLookedAtYet(EngineRig rig) {
		EngineRig.Node node = rig.startNode(BEANS);
		Look.result(node.client().workflow(Child::run, "a").id("watched").start());
		node.stop();
		EngineRig.Node idle = rig.createNode((context) -> context.register(BEANS));
		rig.jdbc().update("""
				insert into holdfast_schedule (schedule_id, version, workflow_type, waits_for, paused, definition,
				start_payload, state, created_at, updated_at) values ('s', 1, 'Child', 'watched', false, ?, ?, ?, 0, 0)
				""", new byte[0], new byte[0], new byte[0]);
		long cutoff = rig.clock().micros();
		Deletions deletions = idle.engine().store().deletions();
		assertThat(deletions.deleteSome(cutoff, 10, () -> true).runs()).isZero();
		rig.jdbc().update("update holdfast_schedule set waits_for = null");
		assertThat(deletions.deleteSome(cutoff, 10, () -> true).runs()).isOne();
	}

	private static boolean isRun(EngineRig rig, int number) {
		return runsOf(rig, "chain").size() == number + 1;
	}

	private static List<UUID> runsOf(EngineRig rig, String workflowId) {
		return rig.jdbc()
			.queryForList("select run_id from holdfast_execution where workflow_id = ?", UUID.class, workflowId);
	}

	private static Map<String, Integer> rows(JdbcTemplate jdbc) {
		Map<String, Integer> rows = new TreeMap<>();
		for (String table : List.of("execution", "run", "current_run", "event", "inbox", "request", "activity_task",
				"schedule", "search_attribute")) {
			rows.put(table, jdbc.queryForObject("select count(*) from holdfast_" + table, Integer.class));
		}
		return rows;
	}

	/** Counts how many rows each deletion takes away. */
	private static final class Measured implements CommitSeam {

		final List<Integer> deletions = new ArrayList<>();

		private final EngineRig rig;

		Measured(EngineRig rig) {
			this.rig = rig;
		}

		@Override
		public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
			if (!isDeletion()) {
				return transaction.get();
			}
			int before = all();
			T result = transaction.get();
			this.deletions.add(before - all());
			return result;
		}

		private int all() {
			return rows(this.rig.jdbc()).values().stream().mapToInt(Integer::intValue).sum();
		}

	}

	@Activity
	public static class Tool {

		private final AtomicInteger calls = new AtomicInteger();

		@ActivityMethod(startToCloseTimeout = "1h", retry = @Retry(initialInterval = "1ms", maximumInterval = "1ms"))
		public String twice(String value) {
			if (this.calls.incrementAndGet() % 2 == 1) {
				throw new IllegalStateException(value);
			}
			return value;
		}

	}

	@Workflow
	public static class Everything {

		private final Tool tool;

		private String noted = "";

		public Everything(Tool tool) {
			this.tool = tool;
		}

		@WorkflowMethod
		public String run(String value) {
			if (value.equals("x")) {
				Workflows.child(Waiter::run).id("orphan").parentClosePolicy(ParentClosePolicy.ABANDON).async();
				Workflows.sleep(Duration.ofMillis(1));
				return "gone";
			}
			String child = Workflows.child(Child::run, value).execute();
			String local = Workflows.localActivity(Tool::twice, value).execute() + this.tool.twice(value);
			Workflows.await(() -> this.noted.endsWith("end"));
			return child + local + this.noted;
		}

		@SignalMethod
		public void note(String value) {
			this.noted += value;
		}

		@UpdateMethod
		public String change(String value) {
			return value;
		}

	}

	@Workflow
	public static class Child {

		@WorkflowMethod
		public String run(String value) {
			return value;
		}

	}

	@Workflow
	public static class Waiter {

		private String ended = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.ended.isEmpty());
			return this.ended;
		}

		@SignalMethod
		public void go(String result) {
			this.ended = result;
		}

	}

	@Workflow
	public static class Chain {

		private boolean next;

		@WorkflowMethod
		public int run(int number) {
			Workflows.await(() -> this.next);
			return Workflows.continueAsNew(number + 1);
		}

		@SignalMethod
		public void next() {
			this.next = true;
		}

	}

	@Workflow
	public static class Values {

		@WorkflowMethod
		public int run(int values) {
			int sum = 0;
			for (int i = 0; i < values; i++) {
				int value = i;
				sum += Workflows.sideEffect(Integer.class, () -> value);
			}
			return sum;
		}

	}

	@Workflow
	public static class Parent {

		private boolean ended;

		@WorkflowMethod
		public String run(boolean waits) {
			if (waits) {
				return Workflows.child(Waiter::run).id("child").execute();
			}
			Promise<Integer> chain = Workflows.child(Chain::run, 0).id("chain").async();
			Workflows.await(() -> this.ended || chain.isCompleted());
			return "ended";
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

		@SignalMethod
		public void touch() {
			Workflows.sleep(Duration.ofMillis(1));
		}

	}

}
