package dev.holdfast.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.activity.TransactionalActivities;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.ownership.OwnershipSettings;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.schema.DatabaseClock;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.schedule.ScheduleClient;
import org.jspecify.annotations.Nullable;

import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One node of the application: a process with a production engine. */
final class SimulatedNode {

	private static final long START_PAUSE = 500_000;

	private final Application application;

	private final World world;

	private final Process process;

	private final Application.Build build;

	private final JpaTransactionManager transactions;

	private @Nullable HoldfastEngine engine;

	private @Nullable HoldfastEngine created;

	private boolean stopping;

	SimulatedNode(String name, Application application, Application.Build build, World world, Random random,
			boolean worksElsewhere) {
		this.application = application;
		this.build = build;
		this.world = world;
		this.process = new Process(name, world.scheduler(), 1 + (random.nextDouble() - 0.5) * 0.004,
				(random.nextInt(120) - 60) * 1_000_000L);
		this.transactions = new JpaTransactionManager(application.database().entityManagerFactory());
		long seed = random.nextLong();
		int maxRuns = random.nextBoolean() ? 1000 : 2 + random.nextInt(6);
		int slots = 1 + random.nextInt(6);
		boolean replayEveryTask = random.nextInt(4) == 0;
		boolean hostsAll = worksElsewhere || random.nextBoolean();
		world.scheduler().spawn(this.process, "main", 0, () -> {
			while (this.engine == null) {
				try {
					HoldfastEngine created = (this.created != null) ? this.created
							: create(seed, maxRuns, slots, replayEveryTask, hostsAll);
					this.created = created;
					created.start();
					this.engine = created;
				}
				catch (RuntimeException ex) {
					world.scheduler().trace("does not start: " + ex);
					world.scheduler().block(START_PAUSE);
				}
			}
		});
	}

	private HoldfastEngine create(long seed, int maxRuns, int slots, boolean replayEveryTask, boolean hostsAll) {
		SimulatedThreads threads = new SimulatedThreads(this.world.scheduler(), this.process);
		SeededIds ids = new SeededIds(seed);
		DatabaseClock databaseClock = new DatabaseClock(this::askDatabase, this.process::nanoTime);
		EngineClock clock = this.world.mutation().usesNodeClock() ? this.process::wallClock : databaseClock;
		Store store = this.application.stores()
			.open(this.transactions, clock, threads, this.world.mutation().isGateOpen());
		Map<String, WorkerSettings> workers = new TreeMap<>();
		workers.put("default", new WorkerSettings(slots, 1 + slots * 2));
		if (hostsAll) {
			workers.put(Kitchen.ELSEWHERE, new WorkerSettings(1, slots));
		}
		EngineSettings settings = new EngineSettings(
				new OwnershipSettings(this.process.name(), Simulation.LEASE, Simulation.POLL), workers, maxRuns,
				Long.MAX_VALUE, 1000, 0, replayEveryTask, Duration.ZERO, null);
		return new HoldfastEngine(
				new HoldfastEngine.Parts(settings, this.build.definitions(), this.build.beanFactory(), store,
						new TransactionalActivities(this.transactions, List.of("", "transactionManager")::contains,
								1000),
						this.application.payloads(), this.application.codec(), ContextPropagators.NONE,
						Interceptors.NONE, clock, EngineMetrics.NONE, false, databaseClock::resample, threads, ids,
						new SimulatedHints(this.world, this.process)));
	}

	private long askDatabase() {
		this.world.scheduler().pause();
		return this.world.scheduler().databaseTime();
	}

	Application.Build build() {
		return this.build;
	}

	Process process() {
		return this.process;
	}

	/** Whether clients can talk to it. */
	boolean serves() {
		return this.engine != null && this.process.isWorking() && !this.stopping;
	}

	WorkflowClient client() {
		return Objects.requireNonNull(this.engine).client();
	}

	ScheduleClient schedules() {
		return Objects.requireNonNull(this.engine).schedules().client();
	}

	TransactionTemplate transaction() {
		return new TransactionTemplate(this.transactions);
	}

	/** What it has in memory although nothing is open any more. */
	List<String> memory() {
		HoldfastEngine running = Objects.requireNonNull(this.engine);
		List<String> left = new ArrayList<>();
		if (running.ownedRuns() > 0) {
			left.add(running.ownedRuns() + " runs in the memory of " + this.process.name());
		}
		if (running.remoteActivities().size() > 0) {
			left.add(running.remoteActivities().size() + " activities in the memory of " + this.process.name());
		}
		running.workers()
			.all()
			.stream()
			.filter((worker) -> worker.activities().used() + worker.localActivities().used() > 0)
			.forEach((worker) -> left.add("slots that are taken on " + this.process.name()));
		return left;
	}

	/** Does something on a thread of this node. */
	<T> CompletableFuture<T> call(String what, Supplier<T> call) {
		CompletableFuture<T> done = new CompletableFuture<>();
		this.world.scheduler().spawn(this.process, what, 0, () -> {
			try {
				done.complete(call.get());
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		});
		return done;
	}

	/** Ends in order. */
	CompletableFuture<?> stop() {
		this.stopping = true;
		HoldfastEngine running = this.engine;
		return call("stop", () -> {
			if (running != null) {
				running.stop(Duration.ofSeconds(5));
			}
			return true;
		});
	}

	/** Ends at once, and takes away what is left in memory. */
	void kill() {
		if (this.process.isDead()) {
			return;
		}
		this.world.scheduler().kill(this.process);
		HoldfastEngine dead = this.created;
		if (dead != null) {
			this.world.scheduler().spawn(this.process, "bury", 0, () -> dead.stop(Duration.ZERO));
		}
	}

}
