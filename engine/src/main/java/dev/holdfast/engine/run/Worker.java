package dev.holdfast.engine.run;

import java.util.concurrent.Executor;

import dev.holdfast.engine.activity.Pace;
import dev.holdfast.engine.activity.Slots;
import org.jspecify.annotations.Nullable;

/**
 * What one task queue has on this node: slots for workflow tasks and for activities.
 *
 * @param taskQueue the queue
 * @param workflowTasks slots for workflow tasks
 * @param activities slots for activities
 * @param localActivities slots for local activities
 * @param stickyMicros how long a workflow task waits for a slot before other nodes may
 * take its run
 * @param control whether it begins new work
 */
public record Worker(String taskQueue, Slots workflowTasks, Slots activities, Slots localActivities, long stickyMicros,
		WorkerControl control) {

	/** Begins what waits for want of a thread. */
	public void retry() {
		this.workflowTasks.retry();
		this.activities.retry();
		this.localActivities.retry();
	}

	/**
	 * Creates one.
	 * @param pace how fast activities begin, or {@code null} for as fast as they come
	 */
	public static Worker create(String taskQueue, WorkerSettings settings, Executor workflowThreads,
			Executor activityThreads, @Nullable Pace pace) {
		Slots workflowTasks = new Slots(settings.maxConcurrentWorkflowTasks(), workflowThreads);
		Slots activities = new Slots(settings.maxConcurrentActivities(), activityThreads, pace);
		Slots localActivities = new Slots(settings.maxConcurrentLocalActivities(), activityThreads);
		return new Worker(taskQueue, workflowTasks, activities, localActivities, settings.stickyScheduleToStartMicros(),
				new WorkerControl(workflowTasks, activities, localActivities));
	}

}
