package dev.holdfast.engine.run;

import java.util.concurrent.Executor;

import dev.holdfast.engine.activity.Slots;

/**
 * What one task queue has on this node: slots for workflow tasks and for activities.
 *
 * @param taskQueue the queue
 * @param workflowTasks slots for workflow tasks
 * @param activities slots for activities
 * @param localActivities slots for local activities
 */
public record Worker(String taskQueue, Slots workflowTasks, Slots activities, Slots localActivities) {

	public static Worker create(String taskQueue, WorkerSettings settings, Executor workflowThreads,
			Executor activityThreads) {
		return new Worker(taskQueue, new Slots(settings.maxConcurrentWorkflowTasks(), workflowThreads),
				new Slots(settings.maxConcurrentActivities(), activityThreads),
				new Slots(settings.maxConcurrentLocalActivities(), activityThreads));
	}

}
