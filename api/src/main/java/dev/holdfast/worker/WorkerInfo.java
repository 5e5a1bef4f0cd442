package dev.holdfast.worker;

/**
 * The worker of one task queue, as it was at one time.
 *
 * @param taskQueue the task queue
 * @param state whether it takes work
 * @param executions how many executions it has in memory
 * @param workflowTasks its slots for workflow tasks
 * @param activities its slots for activities
 * @param localActivities its slots for local activities
 */
public record WorkerInfo(String taskQueue, State state, int executions, Slots workflowTasks, Slots activities,
		Slots localActivities) {

	/** Whether a worker takes work. */
	public enum State {

		/** It takes work. */
		RUNNING,
		/** It takes no work; what it had begun may still run. */
		PAUSED,
		/** It takes no work, and somebody waits for the end of what it had begun. */
		DRAINING,
		/**
		 * The whole application takes no work: it has not started yet, or is about to
		 * end.
		 */
		STOPPED

	}

	/**
	 * Slots of one kind.
	 *
	 * @param limit how many there are
	 * @param used how many are in use
	 * @param waiting how many tasks wait for one
	 */
	public record Slots(int limit, int used, int waiting) {

		/** How many are free. */
		public int free() {
			return Math.max(0, this.limit - this.used);
		}

	}

}
