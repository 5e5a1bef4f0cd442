package dev.holdfast.engine.run;

/**
 * The limits of the worker of one task queue.
 *
 * @param maxConcurrentWorkflowTasks how many workflow tasks run at a time
 * @param maxConcurrentActivities how many activities run at a time
 * @param maxConcurrentLocalActivities how many local activities run at a time
 */
public record WorkerSettings(int maxConcurrentWorkflowTasks, int maxConcurrentActivities,
		int maxConcurrentLocalActivities) {

	public WorkerSettings {
		require("max-concurrent-workflow-tasks", maxConcurrentWorkflowTasks);
		require("max-concurrent-activities", maxConcurrentActivities);
		require("max-concurrent-local-activities", maxConcurrentLocalActivities);
	}

	/** As many local activities as others. */
	public WorkerSettings(int maxConcurrentWorkflowTasks, int maxConcurrentActivities) {
		this(maxConcurrentWorkflowTasks, maxConcurrentActivities, maxConcurrentActivities);
	}

	private static void require(String what, int value) {
		if (value < 1 || value > 10_000) {
			throw new IllegalArgumentException(what + " must be between 1 and 10000, but is " + value);
		}
	}

}
