package dev.holdfast.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.holdfast.autoconfigure.metrics.TaskRates;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.run.Worker;
import dev.holdfast.engine.store.ExecutionSearch.Backlog;
import dev.holdfast.engine.store.ExecutionSearch.Unknown;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.worker.WorkerInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Looks at task queues: what waits in them, and what this node does for them. */
@Endpoint(id = "taskqueues", defaultAccess = Access.READ_ONLY)
final class TaskQueuesEndpoint {

	private static final double MICROS_PER_SECOND = 1_000_000;

	private final HoldfastEngine engine;

	private final TaskRates rates;

	TaskQueuesEndpoint(HoldfastEngine engine, TaskRates rates) {
		this.engine = engine;
		this.rates = rates;
	}

	@ReadOperation
	TaskQueues taskQueues() {
		long now = this.engine.clock().micros();
		Map<String, Backlog> backlogs = this.engine.store().search().backlogs(now);
		Set<String> names = new TreeSet<>(this.engine.workers().taskQueues());
		names.addAll(backlogs.keySet());
		List<StoredNode> nodes = this.engine.store().nodes().all();
		List<StoredNode> live = nodes.stream().filter((node) -> node.leaseUntil() >= now).toList();
		List<Unknown> unknown = this.engine.store().search().unknown(now, live);
		live.forEach((node) -> names.addAll(node.taskQueues()));
		return new TaskQueues(this.engine.settings().ownership().nodeName(),
				nodes.stream().map((node) -> NodeView.of(node, this.engine.bootId(), now)).toList(),
				this.rates.workflowTasksPerSecond(),
				names.stream().map((name) -> taskQueue(name, backlogs.get(name), live, unknown, now)).toList());
	}

	@ReadOperation
	@Nullable TaskQueue taskQueue(@Selector String taskQueue) {
		return taskQueues().taskQueues()
			.stream()
			.filter((found) -> found.name().equals(taskQueue))
			.findFirst()
			.orElse(null);
	}

	private TaskQueue taskQueue(String name, @Nullable Backlog backlog, List<StoredNode> live, List<Unknown> unknown,
			long now) {
		Worker worker = this.engine.workers().of(name);
		Long oldest = (backlog != null) ? backlog.oldest() : null;
		return new TaskQueue(name, (backlog != null) ? backlog.tasks() : 0,
				(oldest != null) ? Math.max(0, now - oldest) / MICROS_PER_SECOND : null,
				live.stream().filter((node) -> node.taskQueues().contains(name)).map(StoredNode::name).toList(),
				unknown.stream()
					.filter((work) -> work.taskQueue().equals(name))
					.map((work) -> new UnknownType(work.type(), work.activity(), work.count()))
					.toList(),
				(worker != null) ? this.engine.workflowWorkers().get(name).state() : null,
				(worker != null) ? slots(worker.workflowTasks()) : null,
				(worker != null) ? slots(worker.activities()) : null,
				(worker != null) ? slots(worker.localActivities()) : null, this.rates.activitiesPerSecond(name));
	}

	private static SlotUse slots(Slots slots) {
		int used = slots.used();
		return new SlotUse(slots.limit(), used, Math.max(0, slots.limit() - used), slots.waiting());
	}

	/**
	 * All task queues.
	 *
	 * @param node this node
	 * @param nodes the nodes, whether they are alive or not yet seen to be gone
	 * @param workflowTasksPerSecond workflow tasks of this node, over the last minute
	 */
	record TaskQueues(String node, List<NodeView> nodes, double workflowTasksPerSecond, List<TaskQueue> taskQueues) {
	}

	/**
	 * A type that no node that is alive can run on the queue.
	 *
	 * @param activity whether it is a type of activities
	 * @param waiting how many runs or activities wait
	 */
	record UnknownType(String type, boolean activity, long waiting) {
	}

	/**
	 * A task queue.
	 *
	 * @param backlog tasks that are due and that no node has
	 * @param oldestAgeSeconds for how long the oldest of them has waited
	 * @param pollers the names of the nodes, of all that are alive, that look for work in
	 * it
	 * @param unknownTypes what waits for a node that knows it
	 * @param state whether the worker of this node takes work, or {@code null} if it does
	 * not host the queue
	 * @param workflowTasks slots of this node, or {@code null} if it does not host the
	 * queue
	 * @param activities slots of this node, or {@code null} if it does not host the queue
	 * @param localActivities slots of this node for local activities, or {@code null} if
	 * it does not host the queue
	 * @param activitiesPerSecond activities of this node, over the last minute
	 */
	record TaskQueue(String name, long backlog, @Nullable Double oldestAgeSeconds, List<String> pollers,
			List<UnknownType> unknownTypes, WorkerInfo.@Nullable State state, @Nullable SlotUse workflowTasks,
			@Nullable SlotUse activities, @Nullable SlotUse localActivities, double activitiesPerSecond) {
	}

	/** Slots of this node, and how many tasks wait for one. */
	record SlotUse(int limit, int used, int free, int waiting) {
	}

}
