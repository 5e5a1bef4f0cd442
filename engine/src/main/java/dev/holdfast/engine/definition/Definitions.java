package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

/** All workflow and activity types of this application. Thread-safe. */
public final class Definitions {

	private final Map<String, WorkflowDefinition> workflows = new TreeMap<>();

	private final Map<String, ActivityDefinition> activities = new TreeMap<>();

	private final Map<Class<?>, Optional<String>> fingerprints = new ConcurrentHashMap<>();

	private final @Nullable WorkflowDefinition dynamicWorkflow;

	private final @Nullable ActivityDefinition dynamicActivity;

	Definitions(Collection<WorkflowDefinition> workflows, Collection<ActivityDefinition> activities) {
		workflows.stream()
			.filter((workflow) -> !workflow.isDynamic())
			.forEach((workflow) -> this.workflows.put(workflow.type(), workflow));
		activities.stream()
			.filter((activity) -> !activity.isDynamic())
			.forEach((activity) -> this.activities.put(activity.type(), activity));
		this.dynamicWorkflow = workflows.stream().filter(WorkflowDefinition::isDynamic).findFirst().orElse(null);
		this.dynamicActivity = activities.stream().filter(ActivityDefinition::isDynamic).findFirst().orElse(null);
	}

	public Collection<WorkflowDefinition> workflows() {
		return this.workflows.values();
	}

	public Collection<ActivityDefinition> activities() {
		return this.activities.values();
	}

	/** The activity for all types that have none of their own, or {@code null}. */
	public @Nullable ActivityDefinition dynamicActivity() {
		return this.dynamicActivity;
	}

	/** The workflow for all types that have none of their own, or {@code null}. */
	public @Nullable WorkflowDefinition dynamicWorkflow() {
		return this.dynamicWorkflow;
	}

	/** The workflow of a type: its own, or else the dynamic one, or {@code null}. */
	public @Nullable WorkflowDefinition workflow(String type) {
		WorkflowDefinition own = this.workflows.get(type);
		return (own != null || this.dynamicWorkflow == null) ? own : this.dynamicWorkflow.as(type);
	}

	/**
	 * What tells the code of this build of a workflow from that of another build, or
	 * {@code null} if that is not to be had. Read when it is first asked for.
	 */
	public @Nullable String fingerprint(String workflowType) {
		WorkflowDefinition workflow = workflow(workflowType);
		return (workflow != null)
				? this.fingerprints.computeIfAbsent(workflow.workflowClass(), CodeFingerprint::of).orElse(null) : null;
	}

	/** The activity of a type: its own, or else the dynamic one, or {@code null}. */
	public @Nullable ActivityDefinition activity(String type) {
		ActivityDefinition own = this.activities.get(type);
		return (own != null || this.dynamicActivity == null) ? own : this.dynamicActivity.as(type);
	}

	/** The workflow of a class, or {@code null} if there is none. */
	public @Nullable WorkflowDefinition workflowOf(Class<?> type) {
		for (WorkflowDefinition workflow : this.workflows.values()) {
			if (type.isAssignableFrom(workflow.workflowClass())) {
				return workflow;
			}
		}
		return null;
	}

	/** The activity that a method reference names, or {@code null} if there is none. */
	public @Nullable ActivityDefinition activityOf(ReferencedMethod referenced) {
		return activityOf(this.activities.values(), referenced.type(), referenced.method());
	}

	static @Nullable ActivityDefinition activityOf(Collection<ActivityDefinition> activities, Class<?> type,
			Method method) {
		for (ActivityDefinition activity : activities) {
			if (type.isAssignableFrom(activity.beanClass()) && sameSignature(activity.method(), method)) {
				return activity;
			}
		}
		return null;
	}

	static boolean sameSignature(Method one, Method other) {
		return one.getName().equals(other.getName())
				&& Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
	}

	/** The task queues that some type is bound to. */
	public List<String> taskQueues() {
		List<String> queues = new ArrayList<>();
		this.workflows.values().forEach((workflow) -> add(queues, workflow.taskQueue()));
		this.activities.values().forEach((activity) -> add(queues, activity.taskQueue()));
		return queues;
	}

	private static void add(List<String> queues, @Nullable String queue) {
		if (queue != null && !queues.contains(queue)) {
			queues.add(queue);
		}
	}

}
