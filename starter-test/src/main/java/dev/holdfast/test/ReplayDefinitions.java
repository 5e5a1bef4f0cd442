package dev.holdfast.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.holdfast.activity.Activity;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.DefinitionScanner;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.workflow.Workflow;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * What an application with a workflow would know of it and of its activities. Classes are
 * looked at and never instantiated, so an annotated interface does as well as a class.
 *
 * @param workflow the workflow
 * @param all what it may refer to
 */
record ReplayDefinitions(WorkflowDefinition workflow, Definitions all) {

	/**
	 * In an application, properties may set the timeout that every activity needs. None
	 * of them has a part in a replay.
	 */
	private static final ActivityLayer ANY_TIMEOUT = ActivityLayer.timeouts(Duration.ofDays(1), null, null, null);

	/**
	 * Finds the definitions.
	 * @throws IllegalArgumentException if the classes are no workflow and its activities
	 * @throws InvalidDefinitionsException if an application with them would not start
	 */
	static ReplayDefinitions of(Class<?> workflowClass, Class<?>... alsoUsed) {
		if (!has(workflowClass, Workflow.class)) {
			throw new IllegalArgumentException(workflowClass.getName() + " is no workflow: it has no @Workflow");
		}
		Set<Class<?>> workflows = new LinkedHashSet<>(List.of(workflowClass));
		Set<Class<?>> activities = new LinkedHashSet<>();
		for (Class<?> used : alsoUsed) {
			if (has(used, Workflow.class)) {
				workflows.add(used);
			}
			else if (has(used, Activity.class)) {
				activities.add(used);
			}
			else {
				throw new IllegalArgumentException(
						used.getName() + " is neither an activity nor a workflow: it has no @Activity or @Workflow");
			}
		}
		Set<Class<?>> given = Set.copyOf(activities);
		workflows.forEach((workflow) -> collectActivities(workflow, given, activities));
		List<Class<?>> beans = new ArrayList<>(workflows);
		activities.stream().filter((type) -> isMostSpecific(type, activities)).forEach(beans::add);
		return scan(workflowClass, beans);
	}

	private static void collectActivities(Class<?> workflow, Set<Class<?>> given, Set<Class<?>> activities) {
		for (Constructor<?> constructor : workflow.getDeclaredConstructors()) {
			for (Class<?> type : constructor.getParameterTypes()) {
				if (has(type, Activity.class)) {
					activities.add(type);
				}
				else if (Modifier.isAbstract(type.getModifiers()) && given.stream().noneMatch(type::isAssignableFrom)) {
					throw new IllegalArgumentException(workflow.getName() + " asks for " + type.getName()
							+ ", which does not say itself what its activities are. Give the replay the class that"
							+ " has @Activity, too: replay(" + workflow.getSimpleName()
							+ ".class, history, TheActivity.class)");
				}
			}
		}
	}

	/** An interface gives way to a class that implements it, as it has no bean then. */
	private static boolean isMostSpecific(Class<?> type, Set<Class<?>> all) {
		return all.stream().noneMatch((other) -> other != type && type.isAssignableFrom(other));
	}

	private static ReplayDefinitions scan(Class<?> workflowClass, List<Class<?>> beans) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beans.forEach((type) -> beanFactory.registerBeanDefinition(type.getName(), new RootBeanDefinition(type)));
		Definitions definitions = new DefinitionScanner(beanFactory, (type) -> ANY_TIMEOUT).scan();
		return Stream.concat(definitions.workflowVersions().stream(), Stream.ofNullable(definitions.dynamicWorkflow()))
			.filter((definition) -> definition.beanName().equals(workflowClass.getName()))
			.findFirst()
			.map((definition) -> new ReplayDefinitions(definition, definitions))
			.orElseThrow();
	}

	private static boolean has(Class<?> type, Class<? extends Annotation> annotation) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation);
	}

}
