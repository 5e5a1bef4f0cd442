package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.rehearsal.UpgradeCheckMode;
import dev.holdfast.engine.sandbox.DeterminismMode;
import dev.holdfast.engine.store.schema.H2Durability;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param enabled Whether workflows and activities are run and can be started.
 * @param nodeName Name of this node for people. Need not be unique. The host name by
 * default.
 * @param buildId Build of the application, which is recorded with each workflow task. The
 * commit of git.properties or the version of build-info.properties by default.
 * @param leaseDuration Time after which the work of a node that no longer answers goes on
 * elsewhere. At least three times the poll interval.
 * @param pollInterval Time between two looks into the database for work of other nodes.
 * @param retention Time for which closed executions are kept. 0 keeps them for ever.
 * @param determinism What becomes of workflow code that would not be the same again on
 * replay.
 * @param upgradeCheck What becomes of open executions that the code of this build could
 * not go on with. They are looked for before the application begins to work.
 * @param upgradeCheckSample Open executions of each workflow type that are replayed for
 * the upgrade check: those that began first, and those that began last.
 * @param dataSource Name of the DataSource bean whose database keeps the workflows, if
 * there are several.
 * @param transactionManager Name of the transaction manager bean of that DataSource, if
 * there are several.
 * @param maxConcurrentTransactionalActivities Transactional activities that run at the
 * same time on this node. Each holds a connection. Three less than the size of the
 * connection pool by default.
 * @param wakeUp Hints between nodes, so that they need not wait for their next poll.
 * @param schema Tables.
 * @param h2 H2 databases.
 * @param payload Arguments and results.
 * @param encryption Encryption of what is stored.
 * @param context Context of threads that travels with calls.
 * @param workflow Workflow executions.
 * @param workers Limits of the workers of this node, by task queue.
 * @param activities Options of activities, by activity type.
 */
@ConfigurationProperties("holdfast")
record HoldfastProperties(@DefaultValue("true") boolean enabled, @Nullable String nodeName, @Nullable String buildId,
		@DefaultValue("10s") Duration leaseDuration, @DefaultValue("1s") Duration pollInterval,
		@DefaultValue("30d") Duration retention, @DefaultValue("fail") DeterminismMode determinism,
		@DefaultValue("off") UpgradeCheckMode upgradeCheck, @DefaultValue("20") int upgradeCheckSample,
		@Nullable String dataSource, @Nullable String transactionManager,
		@Nullable Integer maxConcurrentTransactionalActivities, @DefaultValue WakeUp wakeUp,
		@DefaultValue Schema schema, @DefaultValue H2 h2, @DefaultValue Payload payload,
		@DefaultValue Encryption encryption, @DefaultValue Context context, @DefaultValue Workflow workflow,
		@DefaultValue Map<String, Worker> workers, @DefaultValue Map<String, Activity> activities) {

	private static final Duration SHORTEST_POLL = Duration.ofMillis(1);

	private static final Duration LONGEST_LEASE = Duration.ofDays(1);

	private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);

	private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

	private static final Duration SHORTEST_DETECTION = Duration.ofMillis(100);

	private static final DataSize LEAST_CACHED = DataSize.ofMegabytes(1);

	private static final int MOST_SLOTS = 10_000;

	private static final double LOWEST_RATE = 0.001;

	private static final double HIGHEST_RATE = 100_000;

	private static final String RATE = "must be between 0.001 and 100000";

	private static final String TIME = "must be positive and at most 100 years";

	private static final int LONGEST_NAME = 255;

	private static final int LONGEST_BUILD = 64;

	HoldfastProperties {
		workers = Map.copyOf(workers);
		activities = Map.copyOf(activities);
		new PropertyRules().ofLength(LONGEST_NAME, "node-name", nodeName)
			.ofLength(LONGEST_BUILD, "build-id", buildId)
			.require(pollInterval.compareTo(SHORTEST_POLL) >= 0, "poll-interval", pollInterval, "must be at least 1ms")
			.require(leaseDuration.compareTo(LONGEST_LEASE) <= 0, "lease-duration", leaseDuration,
					"must be at most a day")
			.require(leaseDuration.compareTo(pollInterval.multipliedBy(3)) >= 0, "lease-duration", leaseDuration,
					"must be at least three times holdfast.poll-interval, which is " + PropertyRules.text(pollInterval)
							+ " (a node that misses one poll must not lose its work)",
					"poll-interval")
			.require(retention.isZero()
					|| (retention.compareTo(SHORTEST_RETENTION) >= 0 && retention.compareTo(LONGEST_RETENTION) <= 0),
					"retention", retention, "must be between 1m and 36500d, or 0 to keep closed executions for ever")
			.between(1, MOST_SLOTS, "upgrade-check-sample", upgradeCheckSample)
			.between(1, MOST_SLOTS, "max-concurrent-transactional-activities", maxConcurrentTransactionalActivities)
			.check();
	}

	/**
	 * Hints between nodes, so that they need not wait for their next poll.
	 *
	 * @param hints Whether nodes tell each other by LISTEN and NOTIFY. AUTO does so on
	 * PostgreSQL, with one connection of each node beside the pool.
	 * @param dataSource Name of the DataSource bean that gives the connection that
	 * listens. Needed where the usual one leads to a pooler in transaction mode.
	 */
	record WakeUp(@DefaultValue("auto") Hints hints, @Nullable String dataSource) {

		/** Whether nodes tell each other by LISTEN and NOTIFY. */
		enum Hints {

			/** Where the database can. */
			AUTO,
			/** They poll. */
			OFF

		}

	}

	/**
	 * Tables.
	 *
	 * @param initialize Whether the tables are created and upgraded when the application
	 * starts, or somebody else does it. They are checked in any case.
	 */
	record Schema(@DefaultValue("always") SchemaInitializeMode initialize) {
	}

	/**
	 * H2 databases.
	 *
	 * @param durability What an acknowledged commit to a file survives.
	 */
	record H2(@DefaultValue("process") H2Durability durability) {
	}

	/**
	 * Arguments and results.
	 *
	 * @param maxSize Largest size of the arguments of a call, or of a result, as JSON.
	 * @param compressionThreshold Size from which what is stored is compressed. Nothing
	 * is by default.
	 */
	record Payload(@DefaultValue("2MB") DataSize maxSize, @Nullable DataSize compressionThreshold) {

		private static final DataSize LARGEST = DataSize.ofMegabytes(64);

		Payload {
			new PropertyRules()
				.require(maxSize.toBytes() >= 1 && maxSize.compareTo(LARGEST) <= 0, "max-size", maxSize,
						"must be between 1B and 64MB (payloads are held in memory; pass a reference to larger data)")
				.check();
		}

	}

	/**
	 * Encryption of everything stored that may hold data of users.
	 *
	 * @param activeKey Id of the key that encrypts what is written from now on.
	 * @param keys Keys by their ids: 16, 24 or 32 random bytes as Base64. All that were
	 * ever active must stay.
	 */
	record Encryption(@Nullable String activeKey, @DefaultValue Map<String, String> keys) {

		Encryption {
			keys = Map.copyOf(keys);
			EncryptionKeys.check(activeKey, keys);
		}

		/** Says nothing of the keys themselves. */
		@Override
		public String toString() {
			return "Encryption[activeKey=" + this.activeKey + ", keys=" + this.keys.keySet() + "]";
		}

	}

	/**
	 * Context of threads that travels with calls.
	 *
	 * @param mdcKeys Keys of the logging context (MDC) that travel from clients to
	 * workflows, activities and children.
	 * @param baggage Whether baggage of Micrometer Tracing travels likewise: the fields
	 * of 'management.tracing.baggage.remote-fields'.
	 */
	record Context(@DefaultValue List<String> mdcKeys, @DefaultValue("true") boolean baggage) {
	}

	/**
	 * Workflow executions.
	 *
	 * @param maxTaskAttempts Failed workflow tasks in a row after which an execution is
	 * stuck, until changed code starts or it is resumed.
	 * @param maxCachedRuns Executions that this node keeps in memory. 10000 where
	 * workflows run on virtual threads, 500 otherwise.
	 * @param maxCachedBytes Bytes that the histories of the executions that wait in the
	 * memory of this node may have together. A quarter of the heap by default.
	 * @param replayEveryTask Whether the state of an execution leaves the memory after
	 * every task, so that each step replays the history. Slow, for tests.
	 * @param failOn Exceptions, with their subclasses, that fail executions of all
	 * workflows, beside those that a workflow lists itself.
	 * @param deadlockDetectionTimeout Time without yielding after which workflow code is
	 * reported with its stack. Zero for never.
	 */
	record Workflow(@DefaultValue("10") int maxTaskAttempts, @Nullable Integer maxCachedRuns,
			@Nullable DataSize maxCachedBytes, @DefaultValue("false") boolean replayEveryTask,
			@DefaultValue List<Class<? extends Throwable>> failOn,
			@DefaultValue("1s") Duration deadlockDetectionTimeout) {

		Workflow {
			failOn = List.copyOf(failOn);
			new PropertyRules().atLeastOne("max-task-attempts", maxTaskAttempts)
				.atLeastOne("max-cached-runs", maxCachedRuns)
				.require(maxCachedBytes == null || maxCachedBytes.toBytes() >= LEAST_CACHED.toBytes(),
						"max-cached-bytes", maxCachedBytes, "must be at least 1MB")
				.require(areThrowables(failOn), "fail-on", failOn.stream().map(Class::getName).toList(),
						"must name classes of exceptions")
				.require(
						deadlockDetectionTimeout.isZero()
								|| deadlockDetectionTimeout.compareTo(SHORTEST_DETECTION) >= 0,
						"deadlock-detection-timeout", deadlockDetectionTimeout,
						"must be 0 for never, or at least 100ms")
				.check();
		}

		/** Conversion looks at no bounds. */
		private static boolean areThrowables(List<? extends Class<?>> types) {
			return types.stream().allMatch(Throwable.class::isAssignableFrom);
		}

	}

	/**
	 * Limits of the worker of one task queue.
	 *
	 * @param maxConcurrentActivities Activities of the queue that run at the same time.
	 * 100 by default.
	 * @param maxConcurrentLocalActivities Local activities of workflows of the queue that
	 * run at the same time. 100 by default.
	 * @param maxConcurrentWorkflowTasks Workflow tasks of the queue that run at the same
	 * time. Twice the number of processors by default.
	 * @param maxActivitiesPerSecond Activities of the queue that this node begins in any
	 * second. No limit by default.
	 * @param maxTaskQueueActivitiesPerSecond Activities of the queue that all nodes
	 * together begin in any second. To be the same on every node. No limit by default.
	 * @param stickyScheduleToStartTimeout Time that a workflow task waits for a slot of
	 * the node that has its execution in memory before another node may take the
	 * execution.
	 */
	record Worker(@Nullable Integer maxConcurrentActivities, @Nullable Integer maxConcurrentLocalActivities,
			@Nullable Integer maxConcurrentWorkflowTasks, @Nullable Double maxActivitiesPerSecond,
			@Nullable Double maxTaskQueueActivitiesPerSecond,
			@DefaultValue("10s") Duration stickyScheduleToStartTimeout) {

		Worker {
			new PropertyRules().between(1, MOST_SLOTS, "max-concurrent-activities", maxConcurrentActivities)
				.between(1, MOST_SLOTS, "max-concurrent-local-activities", maxConcurrentLocalActivities)
				.between(1, MOST_SLOTS, "max-concurrent-workflow-tasks", maxConcurrentWorkflowTasks)
				.require(isRate(maxActivitiesPerSecond), "max-activities-per-second", maxActivitiesPerSecond, RATE)
				.require(isRate(maxTaskQueueActivitiesPerSecond), "max-task-queue-activities-per-second",
						maxTaskQueueActivitiesPerSecond, RATE)
				.require(
						!stickyScheduleToStartTimeout.isNegative() && !stickyScheduleToStartTimeout.isZero()
								&& stickyScheduleToStartTimeout.compareTo(LONGEST_LEASE) <= 0,
						"sticky-schedule-to-start-timeout", stickyScheduleToStartTimeout,
						"must be positive, and at most a day")
				.check();
		}

		private static boolean isRate(@Nullable Double value) {
			return value == null || (value >= LOWEST_RATE && value <= HIGHEST_RATE);
		}

	}

	/**
	 * Options of one activity. They count more than its annotation, and less than those
	 * of a call.
	 *
	 * @param taskQueue Task queue on which it runs.
	 * @param startToCloseTimeout How long one attempt may take.
	 * @param scheduleToCloseTimeout How long all attempts and the time in the queue may
	 * take together.
	 * @param scheduleToStartTimeout How long it may wait for a worker.
	 * @param heartbeatTimeout How long an attempt may go without a heartbeat.
	 * @param initialInterval Delay before the second attempt.
	 * @param backoffCoefficient Factor by which the delay grows with each attempt.
	 * @param maximumInterval Longest delay between two attempts.
	 * @param maximumAttempts Number of attempts, 0 for no limit.
	 * @param nonRetryable Exception classes and failure types after which there is no
	 * further attempt.
	 * @param cancellationType What happens to it when the scope of its call is cancelled.
	 * TRY_CANCEL by default.
	 * @param priority Which of several that wait for a worker comes first, from 1, the
	 * first, to 5, the last. That of the workflow that calls it by default.
	 */
	record Activity(@Nullable String taskQueue, @Nullable Duration startToCloseTimeout,
			@Nullable Duration scheduleToCloseTimeout, @Nullable Duration scheduleToStartTimeout,
			@Nullable Duration heartbeatTimeout, @Nullable Duration initialInterval,
			@Nullable Double backoffCoefficient, @Nullable Duration maximumInterval, @Nullable Integer maximumAttempts,
			@Nullable List<String> nonRetryable, @Nullable ActivityCancellationType cancellationType,
			@Nullable Integer priority) {

		Activity {
			new PropertyRules()
				.require(isTime(startToCloseTimeout), "start-to-close-timeout", startToCloseTimeout, TIME)
				.require(isTime(scheduleToCloseTimeout), "schedule-to-close-timeout", scheduleToCloseTimeout, TIME)
				.require(isTime(scheduleToStartTimeout), "schedule-to-start-timeout", scheduleToStartTimeout, TIME)
				.require(isTime(heartbeatTimeout), "heartbeat-timeout", heartbeatTimeout, TIME)
				.require(isTime(initialInterval), "initial-interval", initialInterval, TIME)
				.require(isTime(maximumInterval), "maximum-interval", maximumInterval, TIME)
				.require(isInOrder(initialInterval, maximumInterval), "maximum-interval", maximumInterval,
						"must not be shorter than the initial-interval, which is "
								+ ((initialInterval != null) ? PropertyRules.text(initialInterval) : "not set"),
						"initial-interval")
				.require(backoffCoefficient == null || (backoffCoefficient >= 1 && backoffCoefficient <= 100),
						"backoff-coefficient", backoffCoefficient, "must be between 1 and 100")
				.require(maximumAttempts == null || maximumAttempts >= 0, "maximum-attempts", maximumAttempts,
						"must not be negative (0 is no limit)")
				.require(priority == null || (priority >= Priority.FIRST && priority <= Priority.LAST), "priority",
						priority, "must be between 1, which comes first, and 5, which comes last")
				.check();
		}

		private static boolean isTime(@Nullable Duration duration) {
			return duration == null
					|| (!duration.isNegative() && !duration.isZero() && duration.compareTo(ActivityLayer.LONGEST) <= 0);
		}

		private static boolean isInOrder(@Nullable Duration initial, @Nullable Duration maximum) {
			return !isTime(maximum) || !isTime(initial) || initial == null || maximum == null
					|| maximum.compareTo(initial) >= 0;
		}

	}

}
