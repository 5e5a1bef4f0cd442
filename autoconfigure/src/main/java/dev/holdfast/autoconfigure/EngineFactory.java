package dev.holdfast.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.holdfast.autoconfigure.BeanChoice.Named;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.activity.TransactionalActivities;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.context.MdcContextPropagator;
import dev.holdfast.engine.definition.ActivityDefinition;
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
import dev.holdfast.engine.store.schema.DatabaseClock;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.wakeup.HintChannel;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.TransactionManagementConfigurer;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;

/**
 * Puts the engine together from what the application has. What is needed on the way is no
 * bean, so that it displaces nothing.
 */
final class EngineFactory {

	private static final Logger logger = LoggerFactory.getLogger(EngineFactory.class);

	private static final int CACHED_RUNS_ON_VIRTUAL_THREADS = 10_000;

	private static final int CACHED_RUNS_ON_PLATFORM_THREADS = 500;

	private static final int PARTS_OF_THE_HEAP = 4;

	private static final int ACTIVITIES = 100;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final HoldfastProperties properties;

	private final HoldfastDatabase database;

	EngineFactory(ConfigurableListableBeanFactory beanFactory, Environment environment, HoldfastProperties properties,
			HoldfastDatabase database) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.properties = properties;
		this.database = database;
	}

	HoldfastEngine create(@Nullable EngineClock otherClock, EngineThreads threads, CommitSeam seam,
			EngineMetrics metrics) {
		UnknownProperties.warn(this.environment);
		StartupProblems problems = new StartupProblems();
		problems.attempt(() -> PoolSize.requireEnough(this.database.dataSource()));
		Optional<Definitions> found = problems
			.attempt(() -> definitions(this.beanFactory, this.environment, this.properties));
		BeanChoice choice = new BeanChoice(this.beanFactory, this.properties);
		Optional<EntityManagerFactory> factory = problems
			.attempt(() -> managing(choice.entityManagerFactory(this.database.dataSource())));
		Optional<Named<PlatformTransactionManager>> manager = factory
			.flatMap((its) -> problems.attempt(() -> choice.transactionManager(its)));
		Optional<PayloadCodecs> codecs = problems
			.attempt(() -> new PayloadCodecChoice(this.beanFactory, this.properties).codecs());
		Optional<ContextPropagators> contexts = problems.attempt(this::contexts);
		Optional<HintChannel> hints = problems.attempt(() -> new HintChannelChoice(this.beanFactory, this.properties)
			.of(this.database, threads, EngineIds.RANDOM));
		problems.check();
		Definitions definitions = found.orElseThrow();
		EntityManagerFactory entityManagerFactory = factory.orElseThrow();
		Named<PlatformTransactionManager> transactionManager = manager.orElseThrow();
		PayloadMapper payloads = new PayloadMapper(this.properties.payload().maxSize().toBytes());
		EventCodec codec = new EventCodec(payloads.json(), codecs.orElseThrow());
		ReservedConnection reserved = new ReservedConnection(this.database.dataSource());
		DatabaseClock databaseClock = new DatabaseClock(reserved, this.database.kind());
		EngineClock clock = (otherClock != null) ? otherClock : databaseClock;
		Store store = withOwnClassLoader(() -> Store.open(entityManagerFactory, this.database.dataSource(),
				transactionManager.bean(), this.database.kind(), clock, codec, seam, durably(), threads));
		store.nodes().renewOn(reserved, Store.jdbc(reserved, this.database.kind()));
		Predicate<String> isOurs = isOurs(transactionManager);
		TransactionalActivities transactional = new TransactionalActivities(transactionManager.bean(), isOurs,
				transactionalActivitiesAtOnce());
		warnOfOtherTransactions(definitions, isOurs, transactionManager.name());
		return new HoldfastEngine(new HoldfastEngine.Parts(settings(), definitions, this.beanFactory, store,
				transactional, payloads, codec, contexts.orElseThrow(), Interceptors.of(this::ordered), clock, metrics,
				this.database.kind() == DatabaseKind.H2, () -> {
					databaseClock.resample();
					this.database.durability().recheck();
				}, threads, EngineIds.RANDOM, hints.orElseThrow()));
	}

	/**
	 * Repositories are made for the class loader of the thread, which may be another than
	 * that of their interfaces: while devtools restart an application, for instance.
	 */
	private static <T> T withOwnClassLoader(Supplier<T> work) {
		ClassLoader before = ClassUtils.overrideThreadContextClassLoader(Store.class.getClassLoader());
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				Thread.currentThread().setContextClassLoader(before);
			}
		}
	}

	/**
	 * The workflows and activities among the beans, which are looked at by their types
	 * only.
	 */
	static Definitions definitions(ConfigurableListableBeanFactory beanFactory, Environment environment,
			HoldfastProperties properties) {
		ActivityPropertyLayers layers = new ActivityPropertyLayers(properties.activities(), Binder.get(environment));
		Definitions definitions = new DefinitionScanner(beanFactory, layers, properties.workflow().failOn(),
				DeterminismChoice.of(properties.determinism(), beanFactory))
			.scan();
		ActivityPropertyLayers.warnOfUnknown(environment,
				definitions.activities().stream().map(ActivityDefinition::type).toList());
		return definitions;
	}

	private static EntityManagerFactory managing(EntityManagerFactory entityManagerFactory) {
		Store.requireEntities(entityManagerFactory);
		return entityManagerFactory;
	}

	private ContextPropagators contexts() {
		List<ContextPropagator> propagators = new ArrayList<>();
		List<String> mdcKeys = this.properties.context().mdcKeys();
		if (!mdcKeys.isEmpty()) {
			propagators.add(new MdcContextPropagator(mdcKeys));
		}
		propagators.addAll(ordered(ContextPropagator.class));
		return new ContextPropagators(propagators);
	}

	private <T> List<T> ordered(Class<T> type) {
		return this.beanFactory.getBeanProvider(type).orderedStream().toList();
	}

	private Store.Durably durably() {
		return (this.database.kind() == DatabaseKind.H2)
				? Store.Durably.through((connection) -> this.database.durability().sync(connection))
				: Store.Durably.BY_COMMIT;
	}

	/** Whether a transaction qualifier, or none, means this transaction manager. */
	private Predicate<String> isOurs(Named<PlatformTransactionManager> transactionManager) {
		SingletonSupplier<Boolean> isUsual = SingletonSupplier.of(() -> usual() == transactionManager.bean());
		return (qualifier) -> qualifier.isEmpty() ? isUsual.obtain() : BeanFactoryAnnotationUtils
			.isQualifierMatch(qualifier::equals, transactionManager.name(), this.beanFactory);
	}

	/**
	 * Who names another transaction manager knows that effect and result do not commit
	 * together; who names none may not.
	 */
	private static void warnOfOtherTransactions(Definitions definitions, Predicate<String> isOurs, String ours) {
		List<String> apart = definitions.activities().stream().filter((activity) -> {
			TransactionAttribute attribute = activity.transaction();
			return attribute != null && !StringUtils.hasText(attribute.getQualifier()) && !isOurs.test("");
		}).map(ActivityDefinition::type).sorted().toList();
		if (!apart.isEmpty()) {
			logger.warn("The activities {} are @Transactional without naming a transaction manager, and the one that is"
					+ " meant is not that of Holdfast's database: their effects and their results do not commit together,"
					+ " so an effect may be made twice. Name '{}' if they work on that database, or the other one if not.",
					apart, ours);
		}
	}

	/** The transaction manager of methods that name none, or {@code null} if none is. */
	private @Nullable TransactionManager usual() {
		TransactionManagementConfigurer configurer = this.beanFactory
			.getBeanProvider(TransactionManagementConfigurer.class)
			.getIfUnique();
		return (configurer != null) ? configurer.annotationDrivenTransactionManager()
				: this.beanFactory.getBeanProvider(TransactionManager.class).getIfUnique();
	}

	private int transactionalActivitiesAtOnce() {
		Integer atOnce = this.properties.maxConcurrentTransactionalActivities();
		return (atOnce != null) ? atOnce : PoolSize.forActivities(this.database.dataSource());
	}

	private EngineSettings settings() {
		Map<String, WorkerSettings> workers = new HashMap<>();
		this.properties.workers().forEach((queue, worker) -> workers.put(queue, worker(worker)));
		HoldfastProperties.Workflow workflow = this.properties.workflow();
		Integer cachedRuns = workflow.maxCachedRuns();
		DataSize cachedBytes = workflow.maxCachedBytes();
		int usual = JvmThreads.areVirtual() ? CACHED_RUNS_ON_VIRTUAL_THREADS : CACHED_RUNS_ON_PLATFORM_THREADS;
		return new EngineSettings(
				new OwnershipSettings(NodeName.of(this.properties, this.environment),
						Micros.of(this.properties.leaseDuration()), Micros.of(this.properties.pollInterval())),
				workers, (cachedRuns != null) ? cachedRuns : usual,
				(cachedBytes != null) ? cachedBytes.toBytes() : Runtime.getRuntime().maxMemory() / PARTS_OF_THE_HEAP,
				workflow.maxTaskAttempts(), Micros.of(this.properties.retention()), workflow.replayEveryTask(),
				workflow.deadlockDetectionTimeout(), BuildId.of(this.properties, this.beanFactory));
	}

	private static WorkerSettings worker(HoldfastProperties.Worker worker) {
		Integer workflowTasks = worker.maxConcurrentWorkflowTasks();
		Integer activities = worker.maxConcurrentActivities();
		Integer localActivities = worker.maxConcurrentLocalActivities();
		return new WorkerSettings(
				(workflowTasks != null) ? workflowTasks : Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
				(activities != null) ? activities : ACTIVITIES,
				(localActivities != null) ? localActivities : ACTIVITIES, worker.maxActivitiesPerSecond(),
				worker.maxTaskQueueActivitiesPerSecond(), Micros.of(worker.stickyScheduleToStartTimeout()));
	}

	/** Tells several listeners what one listener is told. */
	static EngineMetrics all(List<EngineMetrics> metrics) {
		return switch (metrics.size()) {
			case 0 -> EngineMetrics.NONE;
			case 1 -> metrics.get(0);
			default -> new CombinedMetrics(metrics);
		};
	}

}
