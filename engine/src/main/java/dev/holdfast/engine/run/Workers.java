package dev.holdfast.engine.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/** The workers of this node, one for each task queue that it hosts. Immutable. */
public final class Workers {

	private final Map<String, Worker> byTaskQueue = new TreeMap<>();

	private final Definitions definitions;

	public Workers(Collection<Worker> workers, Definitions definitions) {
		workers.forEach((worker) -> this.byTaskQueue.put(worker.taskQueue(), worker));
		this.definitions = definitions;
	}

	public Collection<Worker> all() {
		return this.byTaskQueue.values();
	}

	public @Nullable Worker of(String taskQueue) {
		return this.byTaskQueue.get(taskQueue);
	}

	public Collection<String> taskQueues() {
		return this.byTaskQueue.keySet();
	}

	/** The types of workflows that this node knows. */
	public List<String> workflowTypes() {
		return this.definitions.workflows().stream().map(WorkflowDefinition::type).toList();
	}

	/** Whether this node has a workflow for every type. */
	public boolean knowsEveryWorkflowType() {
		return this.definitions.dynamicWorkflow() != null;
	}

	/** Whether this node can run workflows of a type on a queue. */
	public boolean hostsWorkflow(String taskQueue, String workflowType) {
		return this.byTaskQueue.containsKey(taskQueue) && this.definitions.workflow(workflowType) != null;
	}

	/**
	 * The worker that can run an activity on a queue, or {@code null} if this node has
	 * none.
	 */
	public @Nullable Worker forActivity(String taskQueue, String activityType) {
		ActivityDefinition activity = this.definitions.activity(activityType);
		return (activity != null) ? this.byTaskQueue.get(taskQueue) : null;
	}

}
