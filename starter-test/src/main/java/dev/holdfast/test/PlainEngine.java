package dev.holdfast.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.activity.TransactionalActivities;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.DefinitionScanner;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.ownership.OwnershipSettings;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.sandbox.DeterminismCheck;
import dev.holdfast.engine.sandbox.DeterminismMode;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.wakeup.HintChannel;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.test.EngineDatabases.EngineDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The production engine with an application that is nothing but workflows and activities.
 */
final class PlainEngine implements AutoCloseable {

	private static final String TRANSACTION_MANAGER = "transactionManager";

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final int MOST_RUNS = 10_000;

	private static final int TASK_ATTEMPTS = 10;

	private static final int TRANSACTIONAL_AT_ONCE = 6;

	private static final long LARGEST_PAYLOAD = 2 * 1024 * 1024;

	private final EngineDatabases databases;

	private final EngineDatabase database;

	private final AnnotationConfigApplicationContext context;

	private final HoldfastEngine engine;

	private final TestRig rig;

	private final TestWorkflowEnvironment environment;

	PlainEngine(PlainApplication application, EngineDatabases databases) {
		this.databases = databases;
		this.database = databases.take();
		this.rig = new TestRig(application.start(), this::engine, this.database::dataSource);
		this.environment = new TestWorkflowEnvironment(this.rig);
		this.context = createContext(application);
		this.engine = this.context.getBean(HoldfastEngine.class);
		this.rig.isolation(() -> Isolation.begin(this.rig, this.database.dataSource()));
		this.engine.start();
	}

	private AnnotationConfigApplicationContext createContext(PlainApplication application) {
		JpaTransactionManager transactionManager = new JpaTransactionManager(this.database.entityManagerFactory());
		AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
		beans.register(Transactions.class);
		beans.registerBean(TRANSACTION_MANAGER, JpaTransactionManager.class, () -> transactionManager);
		beans.registerBean(HoldfastEngine.class, () -> createEngine(application, beans));
		beans.registerBean(WorkflowClient.class, () -> beans.getBean(HoldfastEngine.class).client());
		beans.registerBean(ScheduleClient.class, () -> beans.getBean(HoldfastEngine.class).schedules().client());
		beans.registerBean(ActivityCompletionClient.class,
				() -> beans.getBean(HoldfastEngine.class).activityCompletionClient());
		application.workflows().forEach(beans::register);
		int number = 0;
		for (Object activity : application.activities()) {
			if (activity instanceof Class<?> type) {
				beans.register(type);
			}
			else {
				instance(beans, "activity" + number++, activity);
			}
		}
		beans.refresh();
		return beans;
	}

	@SuppressWarnings("unchecked")
	private static <T> void instance(AnnotationConfigApplicationContext beans, String name, T activity) {
		beans.registerBean(name, (Class<T>) activity.getClass(), () -> activity);
	}

	private HoldfastEngine createEngine(PlainApplication application, AnnotationConfigApplicationContext beans) {
		JpaTransactionManager transactionManager = beans.getBean(JpaTransactionManager.class);
		Definitions definitions = new DefinitionScanner(beans.getBeanFactory(),
				(type) -> layer(application.timeouts().get(type)), List.of(), determinism(application, beans))
			.scan();
		PayloadMapper payloads = new PayloadMapper(LARGEST_PAYLOAD);
		EventCodec codec = new EventCodec(payloads.json());
		Store store = Store.open(this.database.entityManagerFactory(), this.database.dataSource(), transactionManager,
				DatabaseKind.H2, this.rig.clock(), codec, CommitSeam.PLAIN, Store.Durably.BY_COMMIT,
				this.rig.threads());
		Given given = new Given(application.surroundings(), this.rig);
		return new HoldfastEngine(new HoldfastEngine.Parts(
				new EngineSettings(
						new OwnershipSettings("test", Micros.of(LEASE), Micros.of(POLL)), Map.of(), MOST_RUNS,
						Long.MAX_VALUE, TASK_ATTEMPTS, 0, application.replayEveryTask(), Duration.ofSeconds(1), null),
				definitions, beans, store,
				new TransactionalActivities(transactionManager, List.of("", TRANSACTION_MANAGER)::contains,
						TRANSACTIONAL_AT_ONCE),
				payloads, codec, new ContextPropagators(given.ordered(ContextPropagator.class)), Interceptors.of(given),
				this.rig.clock(), EngineMetrics.NONE, true, () -> {
				}, this.rig.threads(), EngineIds.RANDOM, HintChannel.NONE));
	}

	private static ActivityLayer layer(@Nullable Duration timeout) {
		return ActivityLayer.timeouts(timeout, null, null, null);
	}

	/** As in an application whose packages are those of its workflows and activities. */
	private static DeterminismCheck determinism(PlainApplication application,
			AnnotationConfigApplicationContext context) {
		Set<String> beans = new HashSet<>();
		for (String name : context.getBeanDefinitionNames()) {
			Class<?> type = context.getType(name);
			if (type != null) {
				beans.add(type.getName());
			}
		}
		return new DeterminismCheck(DeterminismMode.FAIL,
				application.workflows().stream().map(Class::getPackageName).distinct().toList(), beans::contains);
	}

	/** Interceptors in their order, within and around those that the test needs. */
	private record Given(List<Object> surroundings, TestRig rig) implements Interceptors.Source {

		@Override
		public <I> List<I> ordered(Class<I> type) {
			List<Object> all = new ArrayList<>(this.surroundings);
			AnnotationAwareOrderComparator.sort(all);
			all.add(0, this.rig.clients());
			all.add(this.rig.activities());
			return all.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

	HoldfastEngine engine() {
		return this.engine;
	}

	TestRig rig() {
		return this.rig;
	}

	TestWorkflowEnvironment environment() {
		return this.environment;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Ends, and leaves an empty database behind. */
	@Override
	public void close() {
		this.rig.empty();
		this.context.close();
		this.databases.giveBack(this.database);
	}

	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

	}

}
