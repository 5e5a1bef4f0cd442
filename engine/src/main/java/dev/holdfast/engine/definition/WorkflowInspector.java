package dev.holdfast.engine.definition;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ReflectionUtils;

/** Describes a workflow class and reports what is wrong with it. */
final class WorkflowInspector {

	private final List<ActivityDefinition> activities;

	private final Collection<Class<?>> activityBeanClasses;

	private final List<Class<? extends Throwable>> failOn;

	private final Placeholders placeholders;

	private final Consumer<DefinitionProblem> problems;

	private int reported;

	WorkflowInspector(List<ActivityDefinition> activities, Collection<Class<?>> activityBeanClasses,
			List<Class<? extends Throwable>> failOn, Placeholders placeholders, Consumer<DefinitionProblem> problems) {
		this.activities = activities;
		this.activityBeanClasses = activityBeanClasses;
		this.failOn = failOn;
		this.placeholders = placeholders;
		this.problems = problems;
	}

	@Nullable WorkflowDefinition inspect(String beanName, Class<?> workflowClass) {
		this.reported = 0;
		String where = "Workflow class " + workflowClass.getName() + " (bean '" + beanName + "')";
		MergedAnnotation<Workflow> annotation = MergedAnnotations.from(workflowClass, SearchStrategy.TYPE_HIERARCHY)
			.get(Workflow.class);
		if (Modifier.isFinal(workflowClass.getModifiers())) {
			report(where + " is final.", "Remove 'final': Spring and tests must be able to derive from it.");
		}
		if (Modifier.isAbstract(workflowClass.getModifiers())
				|| (workflowClass.isMemberClass() && !Modifier.isStatic(workflowClass.getModifiers()))) {
			report(where + " is abstract or an inner class, so no instance can be made for an execution.",
					"Make it a concrete top-level or static nested class.");
		}
		HandlerDefinition main = mainMethod(workflowClass, where);
		MessageMethods messages = new MessageInspector(workflowClass, where, this::report,
				(method, name, description) -> handler(method, name, description, workflowClass, where))
			.inspect(annotation.isPresent() && annotation.getBoolean("serialHandlers"));
		WorkflowConstructor constructor = new ConstructorInspector(this.activities, this.activityBeanClasses,
				this.placeholders, where, this::report)
			.inspect(workflowClass, main);
		String taskQueue = taskQueue(annotation, where);
		RetryPolicy retry = retry(annotation, where);
		int version = annotation.isPresent() ? annotation.getInt("version") : 0;
		if (version < 0) {
			report(where + " has version " + version + ".", "Versions begin at 0.");
		}
		if (this.reported > 0 || main == null || constructor == null) {
			return null;
		}
		List<Class<? extends Throwable>> failing = new ArrayList<>(List.of(annotation.synthesize().failOn()));
		failing.addAll(this.failOn);
		return new WorkflowDefinition(name(annotation, workflowClass), version,
				List.of(annotation.getStringArray("aliases")), textOrNull(annotation.getString("description")),
				beanName, workflowClass, taskQueue, List.copyOf(failing), retry, constructor, main, messages);
	}

	/** The class or interface that says it is a workflow names the type. */
	private static String name(MergedAnnotation<Workflow> annotation, Class<?> workflowClass) {
		String name = annotation.getString("name");
		if (!name.isEmpty()) {
			return name;
		}
		return ((annotation.getSource() instanceof Class<?> annotated) ? annotated : workflowClass).getSimpleName();
	}

	private @Nullable String taskQueue(MergedAnnotation<Workflow> annotation, String where) {
		if (!annotation.isPresent()) {
			return null;
		}
		try {
			String taskQueue = this.placeholders.resolve("taskQueue", annotation.getString("taskQueue"));
			return taskQueue.isEmpty() ? null : taskQueue;
		}
		catch (IllegalArgumentException ex) {
			report(where + ": " + ex.getMessage() + ".", Placeholders.REMEDY);
			return null;
		}
	}

	private @Nullable RetryPolicy retry(MergedAnnotation<Workflow> annotation, String where) {
		if (!annotation.isPresent()) {
			return null;
		}
		try {
			RetryLayer retry = RetryLayer.of(annotation.synthesize().retry(), this.placeholders);
			return retry.equals(RetryLayer.NOTHING) ? null : retry.resolve();
		}
		catch (IllegalArgumentException ex) {
			report(where + ": retry: " + ex.getMessage() + ".", "Give @Workflow a retry that can be.");
			return null;
		}
	}

	private @Nullable HandlerDefinition mainMethod(Class<?> workflowClass, String where) {
		List<Method> methods = annotated(workflowClass, WorkflowMethod.class);
		if (methods.isEmpty()) {
			report(where + " has no workflow method.", "Annotate one method with @WorkflowMethod.");
			return null;
		}
		if (methods.size() > 1) {
			report(where + " has " + methods.size() + " workflow methods: "
					+ String.join(", ", methods.stream().map(Method::getName).toList()) + ".",
					"Leave @WorkflowMethod on one of them; make a workflow class of its own for each other.");
			return null;
		}
		return handler(methods.get(0), "", "", workflowClass, where);
	}

	private @Nullable HandlerDefinition handler(Method method, String name, String description, Class<?> workflowClass,
			String where) {
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			report(where + ": method " + method.getName() + " is private or static.", "Make it an ordinary method.");
			return null;
		}
		for (Class<? extends Annotation> forbidden : List.of(Transactional.class, Async.class)) {
			if (AnnotatedElementUtils.hasAnnotation(method, forbidden)) {
				report(where + ": method " + method.getName() + " carries @" + forbidden.getSimpleName()
						+ ", which means nothing in replayed code.",
						"Remove it; put transactional or asynchronous work in an activity.");
			}
		}
		method.setAccessible(true);
		Type[] parameterTypes = new Type[method.getParameterCount()];
		for (int i = 0; i < parameterTypes.length; i++) {
			parameterTypes[i] = ResolvableType.forMethodParameter(method, i, workflowClass).getType();
		}
		Type resultType = ResolvableType.forMethodReturnType(method, workflowClass).getType();
		ValueTypes.inspect(parameterTypes, resultType, where + ": method " + method.getName())
			.forEach((problem) -> report(problem.what(), problem.remedy()));
		return new HandlerDefinition(name.isEmpty() ? method.getName() : name, textOrNull(description), method,
				parameterTypes, resultType);
	}

	private static @Nullable String textOrNull(String description) {
		return description.isBlank() ? null : description;
	}

	static List<Method> annotated(Class<?> type, Class<? extends Annotation> annotation) {
		return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type, ReflectionUtils.USER_DECLARED_METHODS))
			.filter((method) -> !method.isBridge()
					&& MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(annotation))
			.sorted(Comparator.comparing(Method::toString))
			.toList();
	}

	private void report(String what, String remedy) {
		this.reported++;
		this.problems.accept(new DefinitionProblem(what, remedy));
	}

}
