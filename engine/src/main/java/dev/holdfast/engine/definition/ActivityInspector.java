package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.util.ReflectionUtils;

/** Describes the activities of a bean and reports what is wrong with them. */
final class ActivityInspector {

	private final AnnotationTransactionAttributeSource transactions = new AnnotationTransactionAttributeSource(false);

	private final Function<String, ActivityLayer> properties;

	private final Placeholders placeholders;

	private final Consumer<DefinitionProblem> problems;

	ActivityInspector(Function<String, ActivityLayer> properties, Placeholders placeholders,
			Consumer<DefinitionProblem> problems) {
		this.properties = properties;
		this.placeholders = placeholders;
		this.problems = problems;
	}

	List<ActivityDefinition> inspect(String beanName, Class<?> beanClass) {
		MergedAnnotation<Activity> annotation = MergedAnnotations.from(beanClass, SearchStrategy.TYPE_HIERARCHY)
			.get(Activity.class);
		String prefix = annotation.getString("name");
		if (prefix.isEmpty()) {
			prefix = (annotation.getSource() instanceof Class<?> annotated) ? annotated.getSimpleName()
					: beanClass.getSimpleName();
		}
		String taskQueue = taskQueue(annotation, beanName, beanClass);
		List<ActivityDefinition> found = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(beanClass,
				ReflectionUtils.USER_DECLARED_METHODS)) {
			MergedAnnotation<ActivityMethod> activityMethod = MergedAnnotations
				.from(method, SearchStrategy.TYPE_HIERARCHY)
				.get(ActivityMethod.class);
			if (!activityMethod.isPresent() || method.isBridge()) {
				continue;
			}
			String name = activityMethod.getString("name");
			String type = prefix + "." + (name.isEmpty() ? method.getName() : name);
			String where = "Activity " + beanClass.getName() + "." + method.getName() + " (bean '" + beanName + "')";
			if (!names.add(type)) {
				report(where + " has the same name as another activity of the class, '" + type + "'.",
						"Name them apart: @ActivityMethod(name = \"…\").");
				continue;
			}
			if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())
					|| Modifier.isFinal(method.getModifiers())) {
				report(where + " is private, static or final, so no proxy can stand in for it.",
						"Make it an ordinary method.");
				continue;
			}
			List<String> aliases = new ArrayList<>(List.of(activityMethod.getStringArray("aliases")));
			for (String alias : annotation.getStringArray("aliases")) {
				aliases.add(alias + "." + (name.isEmpty() ? method.getName() : name));
			}
			describe(beanName, beanClass, method, activityMethod.synthesize(), taskQueue, type, List.copyOf(aliases),
					where, found);
		}
		if (names.isEmpty()) {
			report("Activity class " + beanClass.getName() + " (bean '" + beanName + "') has no activity.",
					"Annotate a method with @ActivityMethod, or remove @Activity.");
		}
		found.sort((one, other) -> one.type().compareTo(other.type()));
		return found;
	}

	private String taskQueue(MergedAnnotation<Activity> annotation, String beanName, Class<?> beanClass) {
		try {
			return this.placeholders.resolve("taskQueue", annotation.getString("taskQueue"));
		}
		catch (IllegalArgumentException ex) {
			report("Activity class " + beanClass.getName() + " (bean '" + beanName + "'): " + ex.getMessage() + ".",
					Placeholders.REMEDY);
			return "";
		}
	}

	private void describe(String beanName, Class<?> beanClass, Method method, ActivityMethod annotation,
			String taskQueue, String type, List<String> aliases, String where, List<ActivityDefinition> found) {
		ActivityLayer options;
		try {
			options = this.properties.apply(type).over(ActivityLayer.of(annotation, taskQueue, this.placeholders));
			options.resolve();
		}
		catch (IllegalArgumentException ex) {
			report(where + " has options that cannot work: " + ex.getMessage() + ".",
					"Correct @ActivityMethod of the method, or the properties holdfast.activities.\"[" + type
							+ "]\".*.");
			return;
		}
		if (!options.hasTimeout()) {
			report(where + " has no timeout, so a lost attempt would never be noticed.",
					"Set @ActivityMethod(startToCloseTimeout = \"30s\") or the property holdfast.activities.\"[" + type
							+ "]\".start-to-close-timeout.");
			return;
		}
		Type[] parameterTypes = new Type[method.getParameterCount()];
		for (int i = 0; i < parameterTypes.length; i++) {
			parameterTypes[i] = ResolvableType.forMethodParameter(method, i, beanClass).getType();
		}
		ResolvableType returned = ResolvableType.forMethodReturnType(method, beanClass);
		Class<?> returnedClass = method.getReturnType();
		boolean asynchronous = CompletionStage.class.isAssignableFrom(returnedClass);
		if (asynchronous && !returnedClass.isAssignableFrom(CompletableFuture.class)) {
			report(where + " returns " + returnedClass.getName() + ", which a workflow could not be given.",
					"Return CompletionStage or CompletableFuture.");
			return;
		}
		Type resultType = asynchronous ? argument(returned.as(CompletionStage.class)) : returned.getType();
		ValueTypes.inspect(parameterTypes, resultType, where).forEach(this.problems);
		found.add(new ActivityDefinition(type, aliases, beanName, beanClass, method, parameterTypes, resultType,
				options, this.transactions.getTransactionAttribute(method, beanClass)));
	}

	private static Type argument(ResolvableType stage) {
		return stage.hasGenerics() ? stage.getGeneric(0).getType() : Object.class;
	}

	private void report(String what, String remedy) {
		this.problems.accept(new DefinitionProblem(what, remedy));
	}

}
