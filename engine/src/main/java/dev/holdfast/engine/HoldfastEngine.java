package dev.holdfast.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.activity.ActivityRunner;
import dev.holdfast.engine.activity.Pace;
import dev.holdfast.engine.activity.TransactionalActivities;
import dev.holdfast.engine.client.EngineActivityCompletionClient;
import dev.holdfast.engine.client.EngineWorkflowClient;
import dev.holdfast.engine.client.Executions;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.ownership.Ownership;
import dev.holdfast.engine.payload.ChangedPaths;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.rehearsal.Rehearsals;
import dev.holdfast.engine.rehearsal.UpgradeCheck;
import dev.holdfast.engine.rehearsal.UpgradeCheckException;
import dev.holdfast.engine.rehearsal.UpgradeCheckMode;
import dev.holdfast.engine.remote.RemoteActivities;
import dev.holdfast.engine.replay.CodeWatch;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.retention.Retention;
import dev.holdfast.engine.run.KeptThreads;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.run.StuckRuns;
import dev.holdfast.engine.run.Worker;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.run.Workers;
import dev.holdfast.engine.schedule.EngineSchedules;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Timers;
import dev.holdfast.engine.wakeup.HintChannel;
import dev.holdfast.engine.wakeup.WakeUps;
import dev.holdfast.engine.worker.EngineWorkflowWorkers;
import dev.holdfast.worker.WorkflowWorkers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;

/**
 * The engine of one node. It can be started and stopped several times. Thread-safe.
 */
public final class HoldfastEngine {

	private static final Logger logger = LoggerFactory.getLogger(HoldfastEngine.class);

	private static final long RELEASE_SECONDS = 5;

	private static final long PAUSE_MICROS = 5000;

	private final BootId self;

	private final EngineThreads threads;

	private final EngineSettings settings;

	private final Definitions definitions;

	private final Store store;

	private final EngineClock clock;

	private final Timers timers;

	private final CodeWatch watch;

	private final Workers workers;

	private final ActivityRunner activities;

	private final RunRegistry registry;

	private final Ownership ownership;

	private final RemoteActivities remoteActivities;

	private final WorkflowWorkers workflowWorkers;

	private final Executions executions;

	private final EngineWorkflowClient client;

	private final EngineSchedules schedules;

	private final Retention retention;

	private final ActivityCompletionClient activityCompletionClient;

	private final WakeUps wakeUps;

	private final Rehearsals rehearsals;

	private volatile State state = State.STOPPED;

	/** The states of an engine. */
	public enum State {

		/** It does nothing; what clients start waits. */
		STOPPED,
		/** It works. */
		RUNNING,
		/** It finishes what it has begun, and begins nothing. */
		DRAINING

	}

	/**
	 * What an engine is made of.
	 *
	 * @param onlyProcess whether the database can be open in one process only
	 * @param beforeRenewal what is done each time before the lease is renewed: the clock
	 * is set
	 * @param threads where it gets its threads
	 * @param ids where it gets its ids
	 * @param hints carries hints between nodes
	 */
	public record Parts(EngineSettings settings, Definitions definitions, BeanFactory beanFactory, Store store,
			TransactionalActivities transactionalActivities, PayloadMapper payloads, EventCodec codec,
			ContextPropagators contexts, Interceptors interceptors, EngineClock clock, EngineMetrics metrics,
			boolean onlyProcess, Runnable beforeRenewal, EngineThreads threads, EngineIds ids, HintChannel hints) {
	}

	public HoldfastEngine(Parts parts) {
		this.settings = parts.settings();
		this.threads = parts.threads();
		this.self = new BootId(parts.ids());
		this.definitions = parts.definitions();
		this.store = parts.store();
		this.clock = parts.clock();
		this.timers = new Timers(parts.clock(), this.threads);
		Executor tasks = this.threads.workflowTasks();
		Executor blocking = this.threads.blocking("holdfast-activity-");
		this.workers = new Workers(createWorkers(tasks, blocking), this.definitions);
		this.watch = new CodeWatch(watching(this.settings, this.threads), this.threads,
				new KeptThreads(parts.metrics()));
		RunServices services = new RunServices(this.definitions, parts.payloads(), parts.clock(),
				this.threads.coroutines(), parts.contexts(), parts.interceptors(), (run, recorded, given) -> {
					logger.warn(
							"Workflow '{}' gave {} (event {}) another input on replay than its history has{}; it goes on"
									+ " with what was recorded",
							run.workflowId(), recorded.attributes().identity(), recorded.id(),
							new ChangedPaths(parts.payloads().json()).phrase(recorded.data(), given));
					parts.metrics().changedInput(recorded.attributes().identity());
				}, this.watch);
		this.activities = new ActivityRunner(this.definitions, parts.beanFactory(), parts.payloads(), parts.codec(),
				parts.clock(), this.timers, this.store.starts(), this.store.activityTasks(), this.store.order(),
				parts.transactionalActivities(), parts.contexts(), parts.interceptors().activities(), parts.metrics(),
				blocking, this.threads);
		ResultWaiters waiters = new ResultWaiters(this.threads.callbacks());
		RunEnvironment environment = new RunEnvironment(this.self, services, this.workers, this.store.reader(),
				this.store.committer(), this.store.starts(), parts.codec(), this.store.order(), parts.clock(),
				this.timers, this.activities, parts.metrics(), this.settings.maxTaskAttempts(),
				this.settings.replayEveryTask(), this.threads, parts.ids(), this.settings.build());
		this.registry = new RunRegistry(environment, this.settings.maxRuns(), this.settings.maxBytes(), waiters);
		this.ownership = new Ownership(this.settings.ownership(), this.self, parts.onlyProcess(), this.store.nodes(),
				this.store.claims(), this.store.activityTasks(), this.store.reader(), this.registry,
				new StuckRuns(environment, this.store.claims(), this.registry), this.workers, parts.clock(),
				parts.beforeRenewal(), this.threads, parts.ids());
		this.wakeUps = new WakeUps(this.self, parts.hints(), this.store.claims(), this.store.reader(), this.registry,
				waiters, this.ownership::takes, this::look, this.threads);
		waiters.elsewhere(this.wakeUps);
		this.registry.onUnowned((runId) -> {
			this.ownership.hint(runId);
			this.wakeUps.work(runId);
		});
		this.remoteActivities = new RemoteActivities(environment, this.store.activityTasks(), this.registry,
				this.settings.ownership().pollMicros(), this.ownership::hasLease, blocking);
		this.workflowWorkers = new EngineWorkflowWorkers(this.workers, this.registry, this.threads,
				() -> this.state == State.RUNNING, () -> {
					this.ownership.wakeUp();
					this.remoteActivities.wakeUp();
				});
		this.executions = new Executions(this.store, parts.codec(), this.definitions);
		this.rehearsals = new Rehearsals(this.store, services, this.threads, tasks);
		this.client = new EngineWorkflowClient(environment, this.store, this.registry, waiters, this.executions, tasks,
				blocking, () -> this.state == State.RUNNING, () -> this.state != State.STOPPED);
		this.schedules = new EngineSchedules(environment, this.store, this.registry, waiters, this.definitions,
				parts.payloads(), this.client,
				new StartTemplates(environment, this.registry, () -> this.state == State.RUNNING), blocking,
				this.settings.ownership().pollMicros());
		this.retention = new Retention(this.settings.retentionMicros(), this.store.deletions(), this.store.leakAudit(),
				parts.clock(), parts.metrics(), this.threads);
		this.activityCompletionClient = new EngineActivityCompletionClient(this.store, parts.payloads(), parts.codec(),
				this.registry, parts.ids(), parts.interceptors().completions());
	}

	/** Who debugs code stops its threads for as long as he likes. */
	private static CodeWatch.Settings watching(EngineSettings settings, EngineThreads threads) {
		boolean watches = threads.areInRealTime() && !Debugger.isAttached();
		return new CodeWatch.Settings(watches ? settings.deadlockDetection() : Duration.ZERO, watches);
	}

	private List<Worker> createWorkers(Executor tasks, Executor activities) {
		Map<String, WorkerSettings> all = new TreeMap<>(this.settings.workers());
		WorkerSettings defaults = all.computeIfAbsent(EngineSettings.DEFAULT_TASK_QUEUE,
				(queue) -> new WorkerSettings(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), 100));
		this.definitions.taskQueues().forEach((queue) -> all.putIfAbsent(queue, defaults));
		List<Worker> workers = new ArrayList<>();
		all.forEach((queue, limits) -> workers
			.add(Worker.create(queue, limits, tasks, activities, pace(queue, limits, activities))));
		return workers;
	}

	private void look(@Nullable UUID runId) {
		if (runId != null) {
			this.ownership.hint(runId);
		}
		else {
			this.ownership.wakeUp();
		}
	}

	private @Nullable Pace pace(String taskQueue, WorkerSettings limits, Executor blocking) {
		Double own = limits.maxActivitiesPerSecond();
		Double together = limits.maxTaskQueueActivitiesPerSecond();
		return (own != null || together != null)
				? new Pace(taskQueue, own, together, this.store.startTimes(), this.clock, this.timers, blocking) : null;
	}

	/** Begins to work. Of no effect if it works already. */
	public synchronized void start() {
		if (this.state != State.STOPPED) {
			return;
		}
		this.activities.shuttingDown(false);
		this.workers.all().forEach((worker) -> worker.control().start());
		this.timers.start();
		this.watch.start();
		this.store.committer().start();
		try {
			this.schedules.reconcile();
			this.ownership.start();
			this.remoteActivities.start();
		}
		catch (RuntimeException ex) {
			this.store.committer().stop();
			this.timers.stop();
			this.watch.stop();
			throw ex;
		}
		this.state = State.RUNNING;
		this.schedules.start();
		this.retention.start();
		this.wakeUps.start();
		logger.info("Holdfast works as node {} ({}) on the task queues {} with {} workflow types and {} activities",
				this.settings.ownership().nodeName(), bootId(), this.workers.taskQueues(),
				this.definitions.workflows().size(), this.definitions.activities().size());
	}

	/**
	 * Finishes the activities that run, for so long, gives back all runs and ends. Of no
	 * effect if it is stopped.
	 */
	public synchronized void stop(Duration patience) {
		if (this.state != State.RUNNING) {
			return;
		}
		this.state = State.DRAINING;
		this.activities.shuttingDown(true);
		this.schedules.stop();
		this.retention.stop();
		this.ownership.stopClaiming();
		this.remoteActivities.stopTaking();
		this.workers.all().forEach((worker) -> worker.control().stop());
		long end = this.threads.nanoTime() + patience.toNanos();
		awaitUntil(end,
				() -> this.workers.all()
					.stream()
					.allMatch((worker) -> worker.activities().used() + worker.localActivities().used() == 0)
						&& this.remoteActivities.size() == 0);
		this.remoteActivities.stop();
		this.registry.releaseAll();
		awaitUntil(Math.max(end, this.threads.nanoTime() + TimeUnit.SECONDS.toNanos(RELEASE_SECONDS)),
				() -> this.registry.size() == 0);
		int left = this.registry.size();
		this.ownership.stop();
		this.store.committer().stop();
		this.wakeUps.stop();
		this.timers.stop();
		this.registry.dropAll("the engine stops");
		this.watch.stop();
		this.state = State.STOPPED;
		logger.info(
				"Holdfast has stopped; {} runs could not be given back in order and go on from where they were written",
				left);
	}

	private void awaitUntil(long end, BooleanSupplier condition) {
		while (!condition.getAsBoolean() && this.threads.nanoTime() < end) {
			try {
				this.threads.sleep(PAUSE_MICROS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	public State state() {
		return this.state;
	}

	/** This life of this node, never the same again. */
	public UUID bootId() {
		return this.self.current();
	}

	public EngineSettings settings() {
		return this.settings;
	}

	public WorkflowClient client() {
		return this.client;
	}

	/** What starts workflows by the clock. */
	public EngineSchedules schedules() {
		return this.schedules;
	}

	/** What deletes closed executions. */
	public Retention retention() {
		return this.retention;
	}

	public ActivityCompletionClient activityCompletionClient() {
		return this.activityCompletionClient;
	}

	/** A look at executions. */
	public Executions executions() {
		return this.executions;
	}

	/** Replays of executions with the code of this node. */
	public Rehearsals rehearsals() {
		return this.rehearsals;
	}

	/**
	 * Replays some of the open executions with the code of this node; to be called before
	 * it starts.
	 * @param sample how many of each type
	 * @throws UpgradeCheckException if some cannot go on and the mode says so
	 */
	public void checkUpgrade(UpgradeCheckMode mode, int sample) {
		new UpgradeCheck(this.store, this.definitions, this.rehearsals, this.threads).run(mode, sample);
	}

	public Definitions definitions() {
		return this.definitions;
	}

	public Workers workers() {
		return this.workers;
	}

	/** How many runs this node has. */
	public int ownedRuns() {
		return this.registry.size();
	}

	/**
	 * How many runs this node has looked at in the last minute, and left to nodes of
	 * another build, since it lacks the code of their version or cannot read their
	 * history.
	 */
	public int runsOfOtherBuilds() {
		return this.registry.leftAlone();
	}

	/** How many threads are held by workflow code that was given up. */
	public int givenUpThreads() {
		return this.watch.givenUpThreads();
	}

	/**
	 * Whether other nodes can tell this one of work, so that it need not wait for its
	 * next poll.
	 */
	public boolean hearsHints() {
		return this.wakeUps.isOpen();
	}

	public Ownership ownership() {
		return this.ownership;
	}

	/** The workers of this node, for applications. */
	public WorkflowWorkers workflowWorkers() {
		return this.workflowWorkers;
	}

	/** The activities that this node makes for runs of others. */
	public RemoteActivities remoteActivities() {
		return this.remoteActivities;
	}

	public Store store() {
		return this.store;
	}

	public Timers timers() {
		return this.timers;
	}

	public EngineClock clock() {
		return this.clock;
	}

}
