package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong with one run, or takes all of one thing, is no matter to the others. */
class BadNeighboursTests {

	private static final Class<?>[] BEANS = { Listener.class, Held.class, Ledger.class, Entry.class, Holding.class };

	@EngineTest
	void withOneHistoryThatCannotBeReadTheOthersGoOn(EngineRig rig) {
		UUID bad = twentyRuns(rig);
		rig.jdbc().update("update holdfast_event set payload = ? where run_id = ?", new byte[] { 1 }, bad);
		EngineRig.Node node = rig.startNode(BEANS);
		signalAll(node);
		EngineRig.await(() -> count(rig, WorkflowStatus.COMPLETED) == 19);
		EngineRig.await(() -> count(rig, WorkflowStatus.STUCK) == 1);
	}

	@EngineTest
	void withOneHistoryOfANewerVersionItIsLeftToOthersAndNotStuck(EngineRig rig) {
		UUID newer = twentyRuns(rig);
		rig.jdbc().update("update holdfast_event set event_type = 'FromTheFuture' where run_id = ?", newer);
		EngineRig.Node node = rig.startNode(BEANS);
		signalAll(node);
		EngineRig.await(() -> count(rig, WorkflowStatus.COMPLETED) == 19);
		rig.awaitQuiet();
		assertThat(count(rig, WorkflowStatus.STUCK)).isZero();
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_run where owner is null", Integer.class))
			.isOne();
		rig.jdbc().update("update holdfast_event set event_type = 'WorkflowStarted' where run_id = ?", newer);
		rig.clock().advance(Duration.ofMinutes(2));
		EngineRig.await(() -> count(rig, WorkflowStatus.COMPLETED) == 20);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void ofTypesThatOnlyNewBuildsHaveAreLeftToThese(EngineRig rig) {
		EngineRig.Node old = rig.startNode(Listener.class);
		EngineRig.Node fresh = rig.createNode((context) -> context.register(BEANS));
		WorkflowHandle<Held, String> handle = fresh.client().workflow(Held::run).start();
		rig.awaitQuiet();
		assertThat(old.engine().ownedRuns()).isZero();
		assertThat(old.engine().store().search().unknown(rig.clock().micros(), old.engine().store().nodes().all()))
			.extracting("type")
			.containsExactly("Held");
		fresh.engine().start();
		fresh.bean(Holding.class).letGo();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("held");
	}

	@EngineTest
	void thatHoldAllSlotsOfActivitiesDelayNeitherTimersNorSignals(EngineRig rig) {
		rig.worker("default", new WorkerSettings(8, 2));
		EngineRig.Node node = rig.startNode(BEANS);
		Holding holding = node.bean(Holding.class);
		for (int i = 0; i < 20; i++) {
			node.client().workflow(Held::run).start();
		}
		EngineRig.await(() -> node.engine().workers().of("default").activities().used() == 2);
		WorkflowHandle<Listener, String> listener = node.client().workflow(Listener::run).id("free").start();
		listener.signal(Listener::hear, "a");
		EngineRig.await(() -> Look.types(listener).contains("TimerStarted"));
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(Look.result(listener)).isEqualTo("a");
		holding.letGo();
		EngineRig.await(() -> count(rig, WorkflowStatus.COMPLETED) == 21);
	}

	@EngineTest
	void thatShareTwoConnectionsAllGetOn(EngineRig rig) {
		rig.jdbc().execute("create table ledger (amount integer)");
		HikariDataSource pool = (HikariDataSource) rig.jdbc().getDataSource();
		EngineRig.Node node = rig.startNode(BEANS);
		pool.setMaximumPoolSize(2);
		pool.getHikariPoolMXBean().softEvictConnections();
		try {
			List<WorkflowHandle<Entry, Integer>> handles = new ArrayList<>();
			for (int i = 0; i < 64; i++) {
				handles.add(node.client().workflow(Entry::run, i).start());
			}
			handles.forEach((handle) -> assertThat(Look.result(handle)).isNotNull());
			assertThat(rig.jdbc().queryForObject("select count(*) from ledger", Integer.class)).isEqualTo(64);
		}
		finally {
			pool.setMaximumPoolSize(10);
		}
	}

	private static UUID twentyRuns(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> context.register(BEANS));
		rig.inTransaction(() -> {
			for (int i = 0; i < 20; i++) {
				node.client().workflow(Listener::run).id("w" + i).start();
			}
		});
		return UUID.fromString(node.client().handle("w7").describe().execution().runId());
	}

	private static void signalAll(EngineRig.Node node) {
		for (int i = 0; i < 20; i++) {
			node.client().handle(Listener.class, "w" + i).signal(Listener::hear, "a");
		}
		EngineRig.await(() -> {
			node.engine().clock();
			return node.engine().ownership().lastPoll() > 0;
		});
	}

	private static int count(EngineRig rig, WorkflowStatus status) {
		rig.clock().advance(Duration.ofMillis(50));
		return rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where status = ?", Integer.class, status.name());
	}

	@Workflow
	public static class Listener {

		private String heard = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.heard.isEmpty());
			Workflows.sleep(Duration.ofMillis(10));
			return this.heard;
		}

		@SignalMethod
		public void hear(String value) {
			this.heard += value;
		}

	}

	@Activity
	public static class Holding {

		private final CountDownLatch gate = new CountDownLatch(1);

		void letGo() {
			this.gate.countDown();
		}

		@ActivityMethod(startToCloseTimeout = "100h")
		public String hold() {
			try {
				if (!this.gate.await(60, TimeUnit.SECONDS)) {
					throw new IllegalStateException("held for too long");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return "held";
		}

	}

	@Workflow
	public static class Held {

		private final Holding holding;

		public Held(Holding holding) {
			this.holding = holding;
		}

		@WorkflowMethod
		public String run() {
			return this.holding.hold();
		}

	}

	@Activity
	public static class Ledger {

		private final JdbcTemplate jdbc;

		public Ledger(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "1h")
		public int enter(int amount) {
			this.jdbc.update("insert into ledger values (?)", amount);
			return amount;
		}

	}

	@Workflow
	public static class Entry {

		private final Ledger ledger;

		public Entry(Ledger ledger) {
			this.ledger = ledger;
		}

		@WorkflowMethod
		public int run(int amount) {
			return this.ledger.enter(amount);
		}

	}

}
