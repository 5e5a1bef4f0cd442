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
import java.util.function.Function;

import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

/** All workflow and activity types of this application. Thread-safe. */
public final class Definitions {

	private final Map<String, WorkflowDefinition> workflows = new TreeMap<>();

	private final Map<String, ActivityDefinition> activities = new TreeMap<>();

	private final Map<Class<?>, Optional<String>> fingerprints = new ConcurrentHashMap<>();

	private final @Nullable WorkflowDefinition dynamicWorkflow;

	private final @Nullable ActivityDefinition dynamicActivity;

	private final Map<String, DeclaredSchedule> schedules;

	Definitions(Collection<WorkflowDefinition> workflows, Collection<ActivityDefinition> activities,
			Map<String, DeclaredSchedule> schedules) {
		this.schedules = Map.copyOf(schedules);
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

	/** The schedule that a workflow declares, or {@code null} if it declares none. */
	public @Nullable DeclaredSchedule scheduleOf(WorkflowDefinition workflow) {
		return this.schedules.get(workflow.type());
	}

	/**
	 * The workflow of a class, or the one that has a class above it or an interface;
	 * {@code null} if there is none.
	 * @throws IllegalArgumentException if it is none itself and several fit
	 */
	public @Nullable WorkflowDefinition workflowOf(Class<?> type) {
		return only(type, this.workflows.values(), WorkflowDefinition::workflowClass, "workflows");
	}

	/**
	 * The activity that a method reference names, by the class of its bean, or by a class
	 * above it or an interface; {@code null} if there is none.
	 * @throws IllegalArgumentException if the class is none itself and several fit
	 */
	public @Nullable ActivityDefinition activityOf(ReferencedMethod referenced) {
		return only(referenced.type(), withSignature(this.activities.values(), referenced.method()),
				ActivityDefinition::beanClass, "activities");
	}

	static List<ActivityDefinition> withSignature(Collection<ActivityDefinition> activities, Method method) {
		return activities.stream().filter((activity) -> sameSignature(activity.method(), method)).toList();
	}

	/** Nobody is guessed: who is meant is the class itself, or the only one that fits. */
	private static <T> @Nullable T only(Class<?> type, Collection<T> definitions, Function<T, Class<?>> classOf,
			String kind) {
		List<T> fitting = new ArrayList<>();
		for (T definition : definitions) {
			if (classOf.apply(definition) == type) {
				return definition;
			}
			if (type.isAssignableFrom(classOf.apply(definition))) {
				fitting.add(definition);
			}
		}
		if (fitting.size() > 1) {
			throw new IllegalArgumentException(type.getName() + " fits several " + kind + " of this application: "
					+ String.join(", ", fitting.stream().map(classOf).map(Class::getName).toList())
					+ ". Name one of these classes.");
		}
		return fitting.isEmpty() ? null : fitting.get(0);
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
