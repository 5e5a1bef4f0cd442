package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

/** All workflow and activity types of this application. Immutable. */
public final class Definitions {

	private final Map<String, WorkflowDefinition> workflows = new TreeMap<>();

	private final Map<String, ActivityDefinition> activities = new TreeMap<>();

	Definitions(Collection<WorkflowDefinition> workflows, Collection<ActivityDefinition> activities) {
		workflows.forEach((workflow) -> this.workflows.put(workflow.type(), workflow));
		activities.forEach((activity) -> this.activities.put(activity.type(), activity));
	}

	public Collection<WorkflowDefinition> workflows() {
		return this.workflows.values();
	}

	public Collection<ActivityDefinition> activities() {
		return this.activities.values();
	}

	public @Nullable WorkflowDefinition workflow(String type) {
		return this.workflows.get(type);
	}

	public @Nullable ActivityDefinition activity(String type) {
		return this.activities.get(type);
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
