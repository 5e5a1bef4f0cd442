package dev.holdfast.engine.ownership;

import java.util.List;

import dev.holdfast.engine.store.StoredNode;

/**
 * The other nodes that are alive, as they lately were.
 *
 * @param nodes their rows
 */
record Peers(List<StoredNode> nodes) {

	static final Peers NONE = new Peers(List.of());

	/** For how many more activities of a task queue they have room. */
	int roomFor(String taskQueue) {
		return this.nodes.stream().mapToInt((node) -> node.freeSlots().getOrDefault(taskQueue, 0)).sum();
	}

	/** Whether one of them makes activities of a type on a queue. */
	boolean makeActivity(String taskQueue, String activityType) {
		return this.nodes.stream().anyMatch((node) -> node.makesActivity(taskQueue, activityType));
	}

	/** Whether one of them runs workflows of a type on a queue. */
	boolean runWorkflow(String taskQueue, String workflowType) {
		return this.nodes.stream().anyMatch((node) -> node.runsWorkflow(taskQueue, workflowType));
	}

}
