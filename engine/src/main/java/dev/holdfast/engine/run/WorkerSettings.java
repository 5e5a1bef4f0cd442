package dev.holdfast.engine.run;

import org.jspecify.annotations.Nullable;

/**
 * The limits of the worker of one task queue.
 *
 * @param maxConcurrentWorkflowTasks how many workflow tasks run at a time
 * @param maxConcurrentActivities how many activities run at a time
 * @param maxConcurrentLocalActivities how many local activities run at a time
 * @param maxActivitiesPerSecond how many activities this worker begins in a second, or
 * {@code null} for any number
 * @param maxTaskQueueActivitiesPerSecond how many activities the workers of all nodes
 * begin in a second, or {@code null} for any number
 * @param stickyScheduleToStartMicros how long a workflow task waits for a slot before
 * other nodes may take its run
 */
public record WorkerSettings(int maxConcurrentWorkflowTasks, int maxConcurrentActivities,
		int maxConcurrentLocalActivities, @Nullable Double maxActivitiesPerSecond,
		@Nullable Double maxTaskQueueActivitiesPerSecond, long stickyScheduleToStartMicros) {

	private static final long USUAL_STICKY_MICROS = 10_000_000;

	private static final double LOWEST_RATE = 0.001;

	private static final double HIGHEST_RATE = 100_000;

	public WorkerSettings {
		require("max-concurrent-workflow-tasks", maxConcurrentWorkflowTasks);
		require("max-concurrent-activities", maxConcurrentActivities);
		require("max-concurrent-local-activities", maxConcurrentLocalActivities);
		require("max-activities-per-second", maxActivitiesPerSecond);
		require("max-task-queue-activities-per-second", maxTaskQueueActivitiesPerSecond);
		if (stickyScheduleToStartMicros < 1) {
			throw new IllegalArgumentException("sticky-schedule-to-start-timeout must be positive");
		}
	}

	/** As fast as they come. */
	public WorkerSettings(int maxConcurrentWorkflowTasks, int maxConcurrentActivities,
			int maxConcurrentLocalActivities) {
		this(maxConcurrentWorkflowTasks, maxConcurrentActivities, maxConcurrentLocalActivities, null, null,
				USUAL_STICKY_MICROS);
	}

	/** As many local activities as others. */
	public WorkerSettings(int maxConcurrentWorkflowTasks, int maxConcurrentActivities) {
		this(maxConcurrentWorkflowTasks, maxConcurrentActivities, maxConcurrentActivities);
	}

	/** The same with limits of how many activities begin in a second. */
	public WorkerSettings activitiesPerSecond(@Nullable Double ofThisWorker, @Nullable Double ofTheTaskQueue) {
		return new WorkerSettings(this.maxConcurrentWorkflowTasks, this.maxConcurrentActivities,
				this.maxConcurrentLocalActivities, ofThisWorker, ofTheTaskQueue, this.stickyScheduleToStartMicros);
	}

	/** The same with another time after which a run may be taken by others. */
	public WorkerSettings stickyScheduleToStart(long micros) {
		return new WorkerSettings(this.maxConcurrentWorkflowTasks, this.maxConcurrentActivities,
				this.maxConcurrentLocalActivities, this.maxActivitiesPerSecond, this.maxTaskQueueActivitiesPerSecond,
				micros);
	}

	private static void require(String what, int value) {
		if (value < 1 || value > 10_000) {
			throw new IllegalArgumentException(what + " must be between 1 and 10000, but is " + value);
		}
	}

	private static void require(String what, @Nullable Double value) {
		if (value != null && !(value >= LOWEST_RATE && value <= HIGHEST_RATE)) {
			throw new IllegalArgumentException(what + " must be between 0.001 and 100000, but is " + value);
		}
	}

}
