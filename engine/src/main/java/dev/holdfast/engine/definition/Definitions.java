package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

/** All workflow and activity types of this application. Thread-safe. */
public final class Definitions {

	/** The newest version of each type. */
	private final Map<String, WorkflowDefinition> workflows = new TreeMap<>();

	private final Map<String, NavigableMap<Integer, WorkflowDefinition>> versions = new TreeMap<>();

	private final Map<String, ActivityDefinition> activities = new TreeMap<>();

	/** The type by its other names. */
	private final Map<String, String> workflowAliases = new TreeMap<>();

	private final Map<String, String> activityAliases = new TreeMap<>();

	private final Map<String, Optional<String>> fingerprints = new ConcurrentHashMap<>();

	private final @Nullable WorkflowDefinition dynamicWorkflow;

	private final @Nullable ActivityDefinition dynamicActivity;

	private final Map<String, DeclaredSchedule> schedules;

	Definitions(Collection<WorkflowDefinition> workflows, Collection<ActivityDefinition> activities,
			Map<String, DeclaredSchedule> schedules) {
		this.schedules = Map.copyOf(schedules);
		workflows.stream()
			.filter((workflow) -> !workflow.isDynamic())
			.forEach((workflow) -> this.versions.computeIfAbsent(workflow.type(), (type) -> new TreeMap<>())
				.put(workflow.version(), workflow));
		this.versions.forEach((type, all) -> {
			this.workflows.put(type, all.lastEntry().getValue());
			all.values()
				.forEach((workflow) -> workflow.aliases().forEach((alias) -> this.workflowAliases.put(alias, type)));
		});
		activities.stream()
			.filter((activity) -> !activity.isDynamic())
			.forEach((activity) -> this.activities.put(activity.type(), activity));
		this.activities
			.forEach((type, activity) -> activity.aliases().forEach((alias) -> this.activityAliases.put(alias, type)));
		this.dynamicWorkflow = workflows.stream().filter(WorkflowDefinition::isDynamic).findFirst().orElse(null);
		this.dynamicActivity = activities.stream().filter(ActivityDefinition::isDynamic).findFirst().orElse(null);
	}

	static Collection<WorkflowDefinition> newest(Collection<WorkflowDefinition> workflows) {
		Map<String, WorkflowDefinition> newest = new TreeMap<>();
		workflows.forEach((workflow) -> newest.merge(workflow.type(), workflow,
				(one, other) -> (one.version() > other.version()) ? one : other));
		return newest.values();
	}

	/** The workflows that new executions begin with, one of each type. */
	public Collection<WorkflowDefinition> workflows() {
		return this.workflows.values();
	}

	/** All versions of all workflows. */
	public List<WorkflowDefinition> workflowVersions() {
		return this.versions.values().stream().flatMap((all) -> all.values().stream()).toList();
	}

	/** The types of workflows, with their other names. */
	public List<String> workflowTypes() {
		return Stream.concat(this.workflows.keySet().stream(), this.workflowAliases.keySet().stream()).toList();
	}

	/** The types of activities, with their other names. */
	public List<String> activityTypes() {
		return Stream.concat(this.activities.keySet().stream(), this.activityAliases.keySet().stream()).toList();
	}

	/** The name of a workflow type that may be called by another one. */
	public String workflowName(String type) {
		return this.workflowAliases.getOrDefault(type, type);
	}

	/** The name of an activity type that may be called by another one. */
	public String activityName(String type) {
		return this.activityAliases.getOrDefault(type, type);
	}

	/**
	 * The versions of a workflow type, by their numbers; empty if there is none but
	 * perhaps the dynamic one.
	 */
	public NavigableMap<Integer, WorkflowDefinition> versions(String type) {
		return this.versions.getOrDefault(workflowName(type), Collections.emptyNavigableMap());
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

	/**
	 * The workflow of a type, in its newest version: its own, or else the dynamic one, or
	 * {@code null}.
	 */
	public @Nullable WorkflowDefinition workflow(String type) {
		String name = workflowName(type);
		WorkflowDefinition own = this.workflows.get(name);
		if (own != null && !name.equals(type)) {
			return own.as(type);
		}
		return (own != null || this.dynamicWorkflow == null) ? own : this.dynamicWorkflow.as(type);
	}

	/**
	 * What tells the code of this build of a workflow from that of another build, or
	 * {@code null} if that is not to be had. Read when it is first asked for.
	 */
	public @Nullable String fingerprint(String workflowType) {
		WorkflowDefinition workflow = workflow(workflowType);
		if (workflow == null) {
			return null;
		}
		Collection<WorkflowDefinition> all = versions(workflowType).values();
		List<Class<?>> classes = new ArrayList<>();
		(all.isEmpty() ? List.of(workflow) : all).forEach((one) -> classes.add(one.workflowClass()));
		return this.fingerprints.computeIfAbsent(workflowName(workflowType), (name) -> CodeFingerprint.ofAll(classes))
			.orElse(null);
	}

	/** The activity of a type: its own, or else the dynamic one, or {@code null}. */
	public @Nullable ActivityDefinition activity(String type) {
		String name = activityName(type);
		ActivityDefinition own = this.activities.get(name);
		if (own != null && !name.equals(type)) {
			return own.as(type);
		}
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
		return newestOf(only(type, workflowVersions(), WorkflowDefinition::workflowClass, WorkflowDefinition::type,
				"workflows"));
	}

	/** Whatever version code refers to, what begins is the newest. */
	private @Nullable WorkflowDefinition newestOf(@Nullable WorkflowDefinition workflow) {
		return (workflow != null) ? this.workflows.get(workflow.type()) : null;
	}

	/**
	 * The activity that a method reference names, by the class of its bean, or by a class
	 * above it or an interface; {@code null} if there is none.
	 * @throws IllegalArgumentException if the class is none itself and several fit
	 */
	public @Nullable ActivityDefinition activityOf(ReferencedMethod referenced) {
		return only(referenced.type(), withSignature(this.activities.values(), referenced.method()),
				ActivityDefinition::beanClass, ActivityDefinition::type, "activities");
	}

	static List<ActivityDefinition> withSignature(Collection<ActivityDefinition> activities, Method method) {
		return activities.stream().filter((activity) -> sameSignature(activity.method(), method)).toList();
	}

	/** Nobody is guessed: who is meant is the class itself, or the only one that fits. */
	private static <T> @Nullable T only(Class<?> type, Collection<T> definitions, Function<T, Class<?>> classOf,
			Function<T, String> typeOf, String kind) {
		List<T> fitting = new ArrayList<>();
		for (T definition : definitions) {
			if (classOf.apply(definition) == type) {
				return definition;
			}
			if (type.isAssignableFrom(classOf.apply(definition))) {
				fitting.add(definition);
			}
		}
		if (fitting.stream().map(typeOf).distinct().count() > 1) {
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
