package dev.holdfast.engine.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.definition.Definitions;
import org.jspecify.annotations.Nullable;

/** The workers of this node, one for each task queue that it hosts. Thread-safe. */
public final class Workers {

	private final Map<String, Worker> byTaskQueue = new TreeMap<>();

	private final Definitions definitions;

	private volatile BooleanSupplier room = () -> true;

	public Workers(Collection<Worker> workers, Definitions definitions) {
		workers.forEach((worker) -> this.byTaskQueue.put(worker.taskQueue(), worker));
		this.definitions = definitions;
	}

	/** Sets who knows whether this node has room for more runs. */
	void onRoom(BooleanSupplier room) {
		this.room = room;
	}

	/** Whether this node has room for more runs. */
	boolean haveRoom() {
		return this.room.getAsBoolean();
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
		return this.definitions.workflowTypes();
	}

	/** The types of activities that this node knows. */
	public List<String> activityTypes() {
		return this.definitions.activityTypes();
	}

	/** Whether this node has an activity for every type. */
	public boolean knowsEveryActivityType() {
		return this.definitions.dynamicActivity() != null;
	}

	/** Whether this node has a workflow for every type. */
	public boolean knowsEveryWorkflowType() {
		return this.definitions.dynamicWorkflow() != null;
	}

	/** The queues for which this node takes work. */
	public List<String> openTaskQueues() {
		return this.byTaskQueue.values()
			.stream()
			.filter((worker) -> !worker.control().isPaused())
			.map(Worker::taskQueue)
			.toList();
	}

	/** Whether this node takes workflows of a type on a queue. */
	public boolean hostsWorkflow(String taskQueue, String workflowType) {
		return open(taskQueue) != null && this.definitions.workflow(workflowType) != null;
	}

	/**
	 * The worker that takes an activity on a queue, or {@code null} if this node has
	 * none.
	 */
	public @Nullable Worker forActivity(String taskQueue, String activityType) {
		return (this.definitions.activity(activityType) != null) ? open(taskQueue) : null;
	}

	private @Nullable Worker open(String taskQueue) {
		Worker worker = this.byTaskQueue.get(taskQueue);
		return (worker != null && !worker.control().isPaused()) ? worker : null;
	}

}
