package dev.holdfast.engine.definition;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Local;
import dev.holdfast.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Describes the constructor of a workflow class and reports what is wrong with it: the
 * sandbox of a workflow begins there.
 */
final class ConstructorInspector {

	private final List<ActivityDefinition> activities;

	private final Collection<Class<?>> activityBeanClasses;

	private final Placeholders placeholders;

	private final String where;

	private final BiConsumer<String, String> report;

	ConstructorInspector(List<ActivityDefinition> activities, Collection<Class<?>> activityBeanClasses,
			Placeholders placeholders, String where, BiConsumer<String, String> report) {
		this.activities = activities;
		this.activityBeanClasses = activityBeanClasses;
		this.placeholders = placeholders;
		this.where = where;
		this.report = report;
	}

	/**
	 * Describes it.
	 * @param main the workflow method, or {@code null} if there is none that can be used
	 * @return the constructor, or {@code null} if it cannot be used
	 */
	@Nullable WorkflowConstructor inspect(Class<?> workflowClass, @Nullable HandlerDefinition main) {
		Constructor<?>[] constructors = workflowClass.getDeclaredConstructors();
		if (constructors.length != 1) {
			this.report.accept(this.where + " has " + constructors.length + " constructors.",
					"Leave one: it receives the activities that the workflow calls.");
			return null;
		}
		Constructor<?> constructor = constructors[0];
		boolean takesArguments = constructor.isAnnotationPresent(WorkflowInit.class);
		List<@Nullable InjectionPoint> parameters = new ArrayList<>();
		List<Type> arguments = new ArrayList<>();
		for (int i = 0; i < constructor.getParameterCount(); i++) {
			Parameter parameter = constructor.getParameters()[i];
			if (takesArguments && activityBeans(parameter.getType()).isEmpty()) {
				parameters.add(null);
				arguments.add(ResolvableType.forConstructorParameter(constructor, i, workflowClass).getType());
			}
			else {
				parameters.add(injectionPoint(parameter));
			}
		}
		if (takesArguments && main != null && !arguments.equals(Arrays.asList(main.parameterTypes()))) {
			this.report.accept(
					this.where + ": the constructor with @WorkflowInit takes " + names(arguments)
							+ ", but the workflow method " + main.method().getName() + " takes "
							+ names(Arrays.asList(main.parameterTypes())) + ".",
					"Give the constructor the parameters of the workflow method, in their order, beside the activities.");
		}
		constructor.setAccessible(true);
		return new WorkflowConstructor(constructor, parameters);
	}

	private static String names(List<Type> types) {
		return types.stream().map(Type::getTypeName).toList().toString();
	}

	/** The class itself if it is one, or else all that fit. */
	private List<Class<?>> activityBeans(Class<?> type) {
		if (this.activityBeanClasses.contains(type)) {
			return List.of(type);
		}
		return this.activityBeanClasses.stream().filter(type::isAssignableFrom).toList();
	}

	private @Nullable InjectionPoint injectionPoint(Parameter parameter) {
		Class<?> type = parameter.getType();
		String which = this.where + ": the constructor parameter '" + parameter.getName() + "' of type "
				+ type.getName();
		List<Class<?>> beans = activityBeans(type);
		if (beans.isEmpty()) {
			this.report.accept(
					which + " is not an activity. A workflow is replayed, so it may be given durable stubs of"
							+ " activities and nothing else.",
					"Annotate the class with @Activity and its methods with @ActivityMethod, or use it in an activity. The"
							+ " arguments of the workflow method are given to a constructor with @WorkflowInit.");
		}
		else if (beans.size() > 1) {
			this.report.accept(
					which + " fits several activity beans: "
							+ String.join(", ", beans.stream().map(Class::getName).toList()) + ".",
					"Ask for one of them by its class.");
		}
		else if (Modifier.isFinal(type.getModifiers())) {
			this.report.accept(which + " is a final class, so no durable stub can stand in for it.",
					"Remove 'final', or let the workflow ask for an interface.");
		}
		else {
			return inject(parameter, type, beans.get(0), which);
		}
		return null;
	}

	private @Nullable InjectionPoint inject(Parameter parameter, Class<?> type, Class<?> beanClass, String which) {
		ActivityOptions options = AnnotatedElementUtils.findMergedAnnotation(parameter, ActivityOptions.class);
		try {
			ActivityLayer layer = (options != null) ? ActivityLayer.of(options, this.placeholders)
					: ActivityLayer.NOTHING;
			layer.resolve();
			Local local = AnnotatedElementUtils.findMergedAnnotation(parameter, Local.class);
			if (local != null && (layer.taskQueue() != null || layer.heartbeat() != null)) {
				throw new IllegalArgumentException("a local activity has neither a task queue nor a heartbeat timeout");
			}
			Long retryThreshold = (local != null) ? LocalRetries.threshold(local, this.placeholders) : null;
			List<ActivityDefinition> ofBean = this.activities.stream()
				.filter((activity) -> activity.beanClass() == beanClass)
				.toList();
			return new InjectionPoint(beanClass, ActivityStubs.create(type, ofBean, layer, retryThreshold), layer);
		}
		catch (IllegalArgumentException ex) {
			this.report.accept(which + " has options that cannot work: " + ex.getMessage() + ".",
					"Correct @ActivityOptions or @Local.");
			return null;
		}
	}

}
