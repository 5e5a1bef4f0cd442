package dev.holdfast.engine.definition;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.holdfast.activity.Activity;
import dev.holdfast.workflow.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated beans by their types, without creating them, and checks them.
 * Everything that is wrong is reported at once.
 */
public final class DefinitionScanner {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Function<String, ActivityLayer> activityProperties;

	private final List<Class<? extends Throwable>> failOn;

	private final WorkflowCheck workflowCheck;

	private final List<DefinitionProblem> problems = new ArrayList<>();

	/**
	 * Creates a scanner.
	 * @param activityProperties what configuration properties say about an activity type
	 * @param failOn exceptions that fail executions of all workflows, beside those that
	 * {@code @Workflow} lists
	 * @param workflowCheck what else workflow classes must stand
	 */
	public DefinitionScanner(ConfigurableListableBeanFactory beanFactory,
			Function<String, ActivityLayer> activityProperties, List<Class<? extends Throwable>> failOn,
			WorkflowCheck workflowCheck) {
		this.beanFactory = beanFactory;
		this.activityProperties = activityProperties;
		this.failOn = failOn;
		this.workflowCheck = workflowCheck;
	}

	/** Creates a scanner that does not look into the code of workflows. */
	public DefinitionScanner(ConfigurableListableBeanFactory beanFactory,
			Function<String, ActivityLayer> activityProperties) {
		this(beanFactory, activityProperties, List.of(), (workflows, activities, problems) -> {
		});
	}

	/**
	 * Finds all definitions.
	 * @throws InvalidDefinitionsException if any of them cannot work
	 */
	public Definitions scan() {
		Map<String, Class<?>> workflowBeans = new LinkedHashMap<>();
		Map<String, Class<?>> activityBeans = new LinkedHashMap<>();
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = beanClass(beanName);
			if (type == null || ScopedProxyUtils.isScopedTarget(beanName)) {
				continue;
			}
			MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
			if (annotations.isPresent(Workflow.class)) {
				workflowBeans.put(beanName, type);
			}
			else if (annotations.isPresent(Activity.class)) {
				activityBeans.put(beanName, type);
			}
		}
		Placeholders placeholders = new Placeholders(this.beanFactory);
		List<ActivityDefinition> activities = new ArrayList<>();
		ActivityInspector activityInspector = new ActivityInspector(this.activityProperties, placeholders,
				this.problems::add);
		activityBeans.forEach((name, type) -> activities.addAll(activityInspector.inspect(name, type)));
		reportDuplicates(activities, ActivityDefinition::type, ActivityDefinition::beanName, "activity type",
				"Give one of the classes another name: @Activity(name = \"…\").");
		List<WorkflowDefinition> workflows = new ArrayList<>();
		WorkflowInspector workflowInspector = new WorkflowInspector(activities, activityBeans.values(), this.failOn,
				placeholders, this.problems::add);
		workflowBeans.forEach((name, type) -> {
			WorkflowDefinition workflow = workflowInspector.inspect(name, type);
			if (workflow != null) {
				workflows.add(workflow);
			}
		});
		reportDuplicates(workflows,
				(workflow) -> workflow.type() + ((workflow.version() > 0) ? "' in version '" + workflow.version() : ""),
				WorkflowDefinition::beanName, "workflow type",
				"Give one of the classes another name, @Workflow(name = \"…\"), or another version, @Workflow(version ="
						+ " …), if both belong to one type.");
		this.problems.addAll(new AliasInspector("workflow type").inspect(workflows, WorkflowDefinition::type,
				WorkflowDefinition::aliases, WorkflowDefinition::beanName));
		this.problems.addAll(new AliasInspector("activity type").inspect(activities, ActivityDefinition::type,
				ActivityDefinition::aliases, ActivityDefinition::beanName));
		this.workflowCheck.check(List.copyOf(workflowBeans.values()), List.copyOf(activityBeans.values()),
				this.problems::add);
		Map<String, DeclaredSchedule> schedules = placeholders.haveValues()
				? new ScheduleInspector(placeholders, this.problems::add).inspect(Definitions.newest(workflows))
				: Map.of();
		reportSeveral("workflows",
				workflows.stream().filter(WorkflowDefinition::isDynamic).map(WorkflowDefinition::beanName).toList());
		reportSeveral("activities",
				activities.stream().filter(ActivityDefinition::isDynamic).map(ActivityDefinition::beanName).toList());
		if (!this.problems.isEmpty()) {
			throw new InvalidDefinitionsException(this.problems);
		}
		return new Definitions(workflows, activities, schedules);
	}

	private @Nullable Class<?> beanClass(String beanName) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		if (type == null) {
			return null;
		}
		if (Proxy.isProxyClass(type) && this.beanFactory.containsSingleton(beanName)) {
			type = AopProxyUtils.ultimateTargetClass(this.beanFactory.getBean(beanName));
		}
		return ClassUtils.getUserClass(type);
	}

	private void reportSeveral(String kind, List<String> beans) {
		if (beans.size() > 1) {
			this.problems.add(new DefinitionProblem(
					"There are " + beans.size() + " dynamic " + kind + ", the beans " + beans
							+ ", but each of them would stand for every type that has none of its own.",
					"Leave one of them."));
		}
	}

	private <T> void reportDuplicates(List<T> definitions, Function<T, String> type, Function<T, String> beanName,
			String kind, String remedy) {
		Map<String, String> beans = new HashMap<>();
		for (T definition : definitions) {
			String other = beans.putIfAbsent(type.apply(definition), beanName.apply(definition));
			if (other != null) {
				this.problems
					.add(new DefinitionProblem("The " + kind + " '" + type.apply(definition) + "' is declared by two"
							+ " beans, '" + other + "' and '" + beanName.apply(definition) + "'.", remedy));
			}
		}
	}

}
