package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A PostgreSQL server that goes away while nodes are at work, and comes back. */
class DatabaseOutageTests {

	private static final Class<?>[] BEANS = { CommitFaultTests.Mixed.class, CommitFaultTests.Child.class,
			CommitFaultTests.Tool.class, Sleeper.class };

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private EngineRig rig;

	private SingleConnectionDataSource operator;

	private JdbcTemplate server;

	private String database;

	@BeforeEach
	void open() {
		this.rig = new EngineRig(TestDatabase.POSTGRESQL, Duration.ofSeconds(1));
		String url = ((HikariDataSource) this.rig.jdbc().getDataSource()).getJdbcUrl();
		int slash = url.lastIndexOf('/');
		this.database = url.substring(slash + 1);
		this.operator = new SingleConnectionDataSource(url.substring(0, slash) + "/postgres", "postgres", "postgres",
				true);
		this.server = new JdbcTemplate(this.operator);
	}

	@AfterEach
	void close() {
		this.server.execute("alter database " + this.database + " with allow_connections true");
		this.server.execute("alter database " + this.database + " reset default_transaction_read_only");
		cutConnections();
		this.rig.close();
		this.operator.destroy();
	}

	private void cutConnections() {
		this.server.queryForList("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?",
				this.database);
	}

	@Test
	void stopsEverythingAndEverythingGoesOnSoonAfterIt() {
		EngineRig.Node node = this.rig.startNode(BEANS);
		List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles = begin(node, 20);
		this.server.execute("alter database " + this.database + " with allow_connections false");
		EngineRig.await(() -> {
			cutConnections(); // one may have been about to open
			return node.engine().ownership().failure() != null;
		});
		this.rig.clock().advance(Duration.ofSeconds(1));
		this.server.execute("alter database " + this.database + " with allow_connections true");
		long back = System.nanoTime();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> node.engine().ownership().failure() == null
					&& node.engine().store().committer().failure() == null);
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
		finish(handles);
		assertThat(millis).as("ms until it works again").isLessThan(15_000);
	}

	@Test
	void withConnectionsThatAreCutAgainAndAgainLosesAndDoublesNothing() {
		EngineRig.Node node = this.rig.startNode(BEANS);
		List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			begin(node, 10, handles);
			cutConnections();
		}
		finish(handles);
	}

	@Test
	void duringTheTakeoverOfAThousandRunsStrandsNone() {
		EngineRig.Node dead = this.rig.createNode((context) -> context.register(BEANS));
		this.rig.inTransaction(() -> {
			for (int i = 0; i < 1000; i++) {
				dead.client().workflow(Sleeper::run).start();
			}
		});
		UUID owner = UUID.randomUUID();
		this.rig.jdbc().update("update holdfast_run set owner = ?, wake_at = 0", owner);
		this.rig.jdbc()
			.update("insert into holdfast_node values (?, 'dead', 'nowhere', 'default', '', '', '', 0, 1)", owner);
		this.rig.maxRuns(2000);
		EngineRig.Node heir = this.rig.startNode(BEANS);
		for (int i = 0; i < 10; i++) {
			int atLeast = 100 * i;
			Awaitility.await().atMost(PATIENCE).until(() -> heir.engine().ownedRuns() >= atLeast);
			cutConnections();
		}
		Awaitility.await().atMost(PATIENCE).until(() -> heir.engine().ownedRuns() == 1000);
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> this.rig.jdbc()
				.queryForObject("select count(*) from holdfast_event where event_type = 'TimerStarted'",
						Integer.class) == 1000);
		assertThat(this.rig.jdbc()
			.queryForObject("select count(*) from holdfast_run where owner = ?", Integer.class, heir.engine().bootId()))
			.isEqualTo(1000);
	}

	@Test
	void byReadOnlyTransactionsIsNoFaultOfTheWorkflows() {
		EngineRig.Node node = this.rig.startNode(BEANS);
		List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles = begin(node, 5);
		this.server.execute("alter database " + this.database + " set default_transaction_read_only = on");
		cutConnections();
		this.rig.clock().advance(Duration.ofSeconds(1));
		EngineRig.await(() -> String.valueOf(node.engine().store().committer().failure()).contains("read-only"));
		this.server.execute("alter database " + this.database + " set default_transaction_read_only = off");
		cutConnections();
		finish(handles);
	}

	private static List<WorkflowHandle<CommitFaultTests.Mixed, String>> begin(EngineRig.Node node, int count) {
		List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles = new ArrayList<>();
		begin(node, count, handles);
		return handles;
	}

	private static void begin(EngineRig.Node node, int count,
			List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles) {
		for (int i = 0; i < count; i++) {
			Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
				int number = handles.size();
				WorkflowHandle<CommitFaultTests.Mixed, String> handle = node.client()
					.workflow(CommitFaultTests.Mixed::run, number)
					.id("w" + number)
					.requestId("r" + number)
					.start();
				handle.signalOnce("a", CommitFaultTests.Mixed::go, "a");
				handle.signalOnce("b", CommitFaultTests.Mixed::go, "b");
				handles.add(handle);
				return true;
			});
		}
	}

	private void finish(List<WorkflowHandle<CommitFaultTests.Mixed, String>> handles) {
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			this.rig.clock().advance(Duration.ofMillis(200));
			return handles.stream().noneMatch((handle) -> Look.status(handle).isOpen());
		});
		for (int i = 0; i < handles.size(); i++) {
			assertThat(Look.result(handles.get(i))).isEqualTo(i + "ab" + 2 * i);
		}
		assertThat(this.rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where last_failure is not null", Integer.class))
			.as("executions that were blamed")
			.isZero();
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

}
