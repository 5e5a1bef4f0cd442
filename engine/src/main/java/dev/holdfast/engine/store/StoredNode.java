package dev.holdfast.engine.store;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A node as its row has it.
 *
 * @param taskQueues the queues that it looks for work in
 * @param workflowTypes the types of workflows that it knows
 * @param activityTypes the types of activities that it knows
 * @param freeSlots for how many more activities it lately had room, by task queue; a
 * queue that is not there has none
 */
public record StoredNode(UUID bootId, String name, String process, List<String> taskQueues, List<String> workflowTypes,
		List<String> activityTypes, Map<String, Integer> freeSlots, long startedAt, long leaseUntil) {

	/** Stands for every type. */
	public static final String EVERY_TYPE = "*";

	/** Whether it runs workflows of a type on a queue. */
	public boolean runsWorkflow(String taskQueue, String workflowType) {
		return this.taskQueues.contains(taskQueue) && knows(this.workflowTypes, workflowType);
	}

	/** Whether it makes activities of a type on a queue. */
	public boolean makesActivity(String taskQueue, String activityType) {
		return this.taskQueues.contains(taskQueue) && knows(this.activityTypes, activityType);
	}

	private static boolean knows(List<String> types, String type) {
		return types.contains(type) || types.contains(EVERY_TYPE);
	}

}
