package dev.holdfast.engine.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.activity.TransactionalActivities;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.DefinitionScanner;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.ownership.OwnershipSettings;
import dev.holdfast.engine.payload.PayloadCodecs;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.store.ReservedConnection;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.wakeup.HintChannel;
import dev.holdfast.engine.wakeup.PostgresHintChannel;
import dev.holdfast.payload.PayloadCodec;
import jakarta.persistence.EntityManagerFactory;
import org.awaitility.Awaitility;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A production engine with its application: a database of its own, beans, and a clock
 * that is moved by hand. Several nodes may share the database.
 */
public final class EngineRig implements AutoCloseable {

	/** For how long real time may go by before a test gives up. */
	public static final Duration PATIENCE = Duration.ofSeconds(20);

	private final RigDatabase database;

	private final ManualClock clock;

	private final boolean replayEveryTask;

	private final List<Node> nodes = new ArrayList<>();

	private String nextName = "node-1";

	private final Map<String, WorkerSettings> workers = new TreeMap<>(Map.of("default", new WorkerSettings(8, 50)));

	private int maxTaskAttempts = 3;

	private int maxRuns = 1000;

	private long maxBytes = Long.MAX_VALUE;

	private List<Class<? extends Throwable>> failOn = List.of();

	private Function<String, ActivityLayer> activityProperties = (type) -> ActivityLayer.NOTHING;

	private long leaseMicros = 10_000_000;

	private long retention;

	private PayloadCodecs codecs = PayloadCodecs.NONE;

	private Duration deadlockDetection = Duration.ofSeconds(1);

	private @Nullable String build;

	private CommitSeam seam = CommitSeam.PLAIN;

	private boolean reservesConnections;

	private EngineMetrics metrics = EngineMetrics.NONE;

	private EngineThreads threads = new JvmThreads();

	private Duration poll = Duration.ofMillis(100);

	private BiFunction<NodeDataSource, EngineThreads, HintChannel> hints = (database, threads) -> HintChannel.NONE;

	public EngineRig(TestDatabase database, boolean replayEveryTask) {
		this(RigDatabase.take(database), replayEveryTask);
	}

	/** With a database whose pool waits so long for a connection. */
	public EngineRig(TestDatabase database, Duration connectionTimeout) {
		this(RigDatabase.takeNew(database, connectionTimeout), false);
	}

	private EngineRig(RigDatabase database, boolean replayEveryTask) {
		this.database = database;
		this.clock = new ManualClock();
		this.replayEveryTask = replayEveryTask;
	}

	/** One node: an application context with the beans and an engine. */
	public static final class Node {

		private final AnnotationConfigApplicationContext context;

		private final HoldfastEngine engine;

		private final RigDatabase database;

		private final RigDatabase.Unit unit;

		private boolean frozen;

		private boolean stopped;

		Node(AnnotationConfigApplicationContext context, HoldfastEngine engine, RigDatabase database,
				RigDatabase.Unit unit) {
			this.context = context;
			this.engine = engine;
			this.database = database;
			this.unit = unit;
		}

		/**
		 * Cuts the node off from its database, as a long pause of its process does: it
		 * neither renews its lease nor writes anything.
		 */
		public void freeze() {
			this.frozen = true;
			this.database.spoil();
			this.unit.dataSource().freeze(true);
		}

		/** Lets a frozen node go on as if no time had passed for it. */
		public void thaw() {
			this.frozen = false;
			this.unit.dataSource().freeze(false);
		}

		/**
		 * Holds up the first of its transactions that begin from now on and come to a
		 * statement with this text.
		 */
		public Pause pauseBefore(String statement) {
			return this.unit.dataSource().pauseBefore(statement);
		}

		/**
		 * Lets the first commit with a statement with this text, of its transactions that
		 * begin from now on, arrive late.
		 */
		public LateCommit lateCommitOf(String statement) {
			return this.unit.dataSource().lateCommitOf(statement);
		}

		/**
		 * Counts its statements from now on, but those of the connection that it keeps.
		 */
		public Statements countStatements() {
			return this.unit.dataSource().countStatements();
		}

		/** Lets the application have all connections that the node does not keep. */
		public void exhaustConnections(boolean exhausted) {
			this.unit.dataSource().exhaust(exhausted);
		}

		/** Lets one in so many statements and commits of the engine's threads fail. */
		public SqlFaults failNowAndThen(long seed, int oneIn, String... states) {
			return this.unit.dataSource().failNowAndThen(seed, oneIn, states);
		}

		public HoldfastEngine engine() {
			return this.engine;
		}

		public WorkflowClient client() {
			return this.engine.client();
		}

		public <T> T bean(Class<T> type) {
			return this.context.getBean(type);
		}

		/** Ends in order. */
		public void stop() {
			if (this.stopped) {
				return;
			}
			this.stopped = true;
			thaw();
			this.unit.dataSource().exhaust(false);
			this.unit.dataSource().goOn();
			this.engine.stop(Duration.ofSeconds(5));
			this.context.close();
			if (this.engine.workers().all().stream().anyMatch((worker) -> worker.activities().used() > 0)) {
				this.database.spoil();
			}
			this.database.giveBack(this.unit);
		}

	}

	/** Nodes that are created from now on work on a task queue with so many slots. */
	public EngineRig worker(String taskQueue, WorkerSettings settings) {
		this.workers.put(taskQueue, settings);
		return this;
	}

	public EngineRig maxTaskAttempts(int attempts) {
		this.maxTaskAttempts = attempts;
		return this;
	}

	/** Nodes that are created from now on are of a build. */
	public EngineRig build(String id) {
		this.build = id;
		return this;
	}

	/** Nodes that are created from now on report code that does not yield for so long. */
	public EngineRig deadlockDetection(Duration timeout) {
		this.deadlockDetection = timeout;
		return this;
	}

	public EngineRig maxRuns(int runs) {
		this.maxRuns = runs;
		return this;
	}

	/** Nodes that are created from now on keep so much of what rests. */
	public EngineRig maxBytes(long bytes) {
		this.maxBytes = bytes;
		return this;
	}

	/**
	 * Nodes that are created from now on fail executions on these, as a property says.
	 */
	public EngineRig failOn(List<Class<? extends Throwable>> types) {
		this.failOn = types;
		return this;
	}

	/** Nodes that are created from now on have these properties of activity types. */
	public EngineRig activityProperties(Function<String, ActivityLayer> properties) {
		this.activityProperties = properties;
		return this;
	}

	/**
	 * Nodes that are created from now on keep a connection for their leases, as those of
	 * applications do.
	 */
	public EngineRig reserveConnections() {
		this.reservesConnections = true;
		return this;
	}

	/** Nodes that are created from now on have a lease of so long. */
	public EngineRig lease(Duration lease) {
		this.leaseMicros = Micros.of(lease);
		return this;
	}

	/** Nodes that are created from now on delete executions that closed so long ago. */
	public EngineRig retention(Duration retention) {
		this.retention = Micros.of(retention);
		return this;
	}

	/** Nodes that are created from now on encode what they store. */
	public EngineRig codecs(PayloadCodec... codecs) {
		this.codecs = new PayloadCodecs(List.of(codecs));
		return this;
	}

	/** Nodes that are created from now on look for work so often. */
	public EngineRig poll(Duration interval) {
		this.poll = interval;
		return this;
	}

	/** Nodes that are created from now on tell each other by this. */
	public EngineRig hints(HintBus bus) {
		this.hints = (database, threads) -> bus.join();
		return this;
	}

	/**
	 * Nodes that are created from now on tell each other by what the database has for it,
	 * or by a bus if it has nothing.
	 */
	public EngineRig notifications() {
		HintBus bus = new HintBus();
		this.hints = (database, threads) -> (DatabaseKind.of(database) == DatabaseKind.POSTGRESQL)
				? new PostgresHintChannel(database, listening(), threads, EngineIds.RANDOM) : bus.join();
		return this;
	}

	private DataSource listening() {
		HikariDataSource pool = this.database.dataSource();
		return new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
	}

	public EngineRig seam(CommitSeam seam) {
		this.seam = seam;
		return this;
	}

	/** Nodes that are created from now on are measured by this. */
	public EngineRig metrics(EngineMetrics metrics) {
		this.metrics = metrics;
		return this;
	}

	/** Nodes that are created from now on have their threads from here. */
	public EngineRig threads(EngineThreads threads) {
		this.threads = threads;
		return this;
	}

	/** Starts a node with these beans and answers its client. */
	public WorkflowClient start(Class<?>... beans) {
		return startNode(beans).client();
	}

	/** Starts a node with these beans. */
	public Node startNode(Class<?>... beans) {
		Node node = createNode((context) -> context.register(beans));
		node.engine().start();
		return node;
	}

	/**
	 * Creates a node whose context is prepared by a callback; its engine is not started.
	 */
	public Node createNode(Consumer<AnnotationConfigApplicationContext> prepare) {
		RigDatabase.Unit unit = this.database.takeUnit();
		NodeDataSource nodeDataSource = unit.dataSource();
		EntityManagerFactory entityManagerFactory = unit.entityManagerFactory();
		JpaTransactionManager transactionManager = new JpaTransactionManager(entityManagerFactory);
		DatabaseKind kind = DatabaseKind.of(nodeDataSource);
		PayloadMapper payloads = new PayloadMapper(2 * 1024 * 1024);
		EventCodec codec = new EventCodec(payloads.json(), this.codecs);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(TransactionConfiguration.class);
		context.registerBean("transactionManager", JpaTransactionManager.class, () -> transactionManager);
		context.registerBean("jdbcTemplate", JdbcTemplate.class, () -> new JdbcTemplate(nodeDataSource));
		HoldfastEngine[] engine = new HoldfastEngine[1];
		context.registerBean("workflowClient", WorkflowClient.class, () -> engine[0].client(),
				(definition) -> definition.setLazyInit(true));
		context.registerBean("activityCompletionClient", ActivityCompletionClient.class,
				() -> engine[0].activityCompletionClient(), (definition) -> definition.setLazyInit(true));
		prepare.accept(context);
		context.refresh();
		Definitions definitions = new DefinitionScanner(context.getBeanFactory(), this.activityProperties, this.failOn,
				(workflows, activities, problems) -> {
				})
			.scan();
		Store store = Store.open(entityManagerFactory, nodeDataSource, transactionManager, kind, this.clock, codec,
				this.seam, Store.Durably.BY_COMMIT, this.threads);
		if (this.reservesConnections) {
			ReservedConnection reserved = new ReservedConnection(nodeDataSource);
			store.nodes().renewOn(reserved, Store.jdbc(reserved, kind));
		}
		EngineSettings settings = new EngineSettings(
				new OwnershipSettings(this.nextName,
						Math.max(this.leaseMicros, 3 * TimeUnit.MILLISECONDS.toMicros(this.poll.toMillis())),
						TimeUnit.MILLISECONDS.toMicros(this.poll.toMillis())),
				this.workers, this.maxRuns, this.maxBytes, this.maxTaskAttempts, this.retention, this.replayEveryTask,
				this.deadlockDetection, this.build);
		engine[0] = new HoldfastEngine(new HoldfastEngine.Parts(settings, definitions, context, store,
				new TransactionalActivities(transactionManager, List.of("", "transactionManager")::contains, 6),
				payloads, codec, new ContextPropagators(new Beans(context).ordered(ContextPropagator.class)),
				Interceptors.of(new Beans(context)), this.clock, this.metrics, kind == DatabaseKind.H2, () -> {
				}, this.threads, EngineIds.RANDOM, this.hints.apply(nodeDataSource, this.threads)));
		Node node = new Node(context, engine[0], this.database, unit);
		this.nodes.add(node);
		this.nextName = "node-" + (this.nodes.size() + 1);
		return node;
	}

	private record Beans(AnnotationConfigApplicationContext context) implements Interceptors.Source {

		@Override
		public <T> List<T> ordered(Class<T> type) {
			return this.context.getBeanProvider(type).orderedStream().toList();
		}

	}

	/** Runs something in a transaction of the application. */
	public void inTransaction(Runnable work) {
		new TransactionTemplate(transactionManager()).executeWithoutResult((status) -> work.run());
	}

	public PlatformTransactionManager transactionManager() {
		return this.nodes.get(0).bean(JpaTransactionManager.class);
	}

	public JdbcTemplate jdbc() {
		return Store.jdbc(this.database.dataSource(), this.database.kind());
	}

	public ManualClock clock() {
		return this.clock;
	}

	/** Moves the clock once everything that can be done at this time is done. */
	public void advance(Duration duration) {
		awaitQuiet();
		this.clock.advance(duration);
	}

	/** Waits until no node does anything. */
	public void awaitQuiet() {
		awaitQuietBut(0);
	}

	/** Waits until no node does anything, but so many activities that a test holds. */
	public void awaitQuietBut(int activities) {
		int[] quiet = new int[1];
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
			boolean busy = this.nodes.stream()
				.filter((node) -> !node.frozen && node.engine().state() == HoldfastEngine.State.RUNNING)
				.anyMatch((node) -> !node.engine().timers().isIdle() || !node.engine().schedules().isIdle()
						|| !node.engine().retention().isIdle() || node.engine().store().committer().waiting() > 0
						|| node.engine().remoteActivities().atWork() > 0
						|| node.engine()
							.workers()
							.all()
							.stream()
							.anyMatch((worker) -> worker.workflowTasks().used() > 0
									|| worker.localActivities().used() > 0))
					|| activitiesInHand() > activities;
			quiet[0] = busy ? 0 : quiet[0] + 1;
			return quiet[0] >= 5;
		});
	}

	private int activitiesInHand() {
		return this.nodes.stream()
			.filter((node) -> !node.frozen && node.engine().state() == HoldfastEngine.State.RUNNING)
			.flatMap((node) -> node.engine().workers().all().stream())
			.mapToInt((worker) -> worker.activities().used())
			.sum();
	}

	/** Waits until a condition holds, without moving the clock. */
	public static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	@Override
	public void close() {
		this.nodes.forEach(Node::stop);
		this.database.giveBack();
	}

	@EnableTransactionManagement(proxyTargetClass = true)
	static class TransactionConfiguration {

	}

}
