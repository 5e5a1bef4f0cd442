package dev.holdfast.engine.definition;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UnfinishedHandlerPolicy;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds the methods of a workflow class that messages call, and what is wrong with them.
 */
final class MessageInspector {

	private final Class<?> workflowClass;

	private final String where;

	private final BiConsumer<String, String> report;

	private final Describer describer;

	/** Describes a method, or answers {@code null} if it cannot be used. */
	@FunctionalInterface
	interface Describer {

		@Nullable HandlerDefinition describe(Method method, String name, String description);

	}

	MessageInspector(Class<?> workflowClass, String where, BiConsumer<String, String> report, Describer describer) {
		this.workflowClass = workflowClass;
		this.where = where;
		this.report = report;
		this.describer = describer;
	}

	MessageMethods inspect(boolean serial) {
		Map<String, HandlerDefinition> signals = handlers(SignalMethod.class);
		Map<String, HandlerDefinition> queries = handlers(QueryMethod.class);
		Map<String, HandlerDefinition> updates = handlers(UpdateMethod.class);
		for (HandlerDefinition signal : signals.values()) {
			if (signal.method().getReturnType() != void.class) {
				report("signal method " + signal.method().getName() + " returns a value, but nobody waits for it.",
						"Return void, or make it an update.");
			}
		}
		for (HandlerDefinition query : queries.values()) {
			if (query.method().getReturnType() == void.class) {
				report("query method " + query.method().getName() + " returns nothing.",
						"Return a value, or make it a signal.");
			}
		}
		Set<HandlerDefinition> silent = new HashSet<>();
		signals.values().stream().filter((one) -> isSilent(one, SignalMethod.class)).forEach(silent::add);
		updates.values().stream().filter((one) -> isSilent(one, UpdateMethod.class)).forEach(silent::add);
		return new MessageMethods(signals, queries, withValidators(updates), serial, silent);
	}

	private Map<String, UpdateDefinition> withValidators(Map<String, HandlerDefinition> updates) {
		Map<String, HandlerDefinition> validators = new TreeMap<>();
		for (Method method : WorkflowInspector.annotated(this.workflowClass, UpdateValidatorMethod.class)) {
			String update = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
				.get(UpdateValidatorMethod.class)
				.getString("update");
			HandlerDefinition validator = this.describer.describe(method, update, "");
			HandlerDefinition handler = updates.get(update);
			if (validator == null) {
				continue;
			}
			if (handler == null) {
				report("validator method " + method.getName() + " is for the update '" + update
						+ "', which the class does not have; it has " + updates.keySet() + ".",
						"Name one of these: @UpdateValidatorMethod(update = \"…\").");
			}
			else if (method.getReturnType() != void.class) {
				report("validator method " + method.getName() + " returns a value, but it accepts by returning and"
						+ " rejects by throwing.", "Return void.");
			}
			else if (!Arrays.equals(validator.parameterTypes(), handler.parameterTypes())) {
				report("validator method " + method.getName() + " has other parameters than update method "
						+ handler.method().getName() + ".", "Give it the same parameters in the same order.");
			}
			else if (validators.put(update, validator) != null) {
				report("the update '" + update + "' has two validators.", "Leave one of them.");
			}
		}
		Map<String, UpdateDefinition> definitions = new TreeMap<>();
		updates.forEach((name, handler) -> definitions.put(name, new UpdateDefinition(handler, validators.get(name))));
		return definitions;
	}

	private Map<String, HandlerDefinition> handlers(Class<? extends Annotation> annotation) {
		Map<String, HandlerDefinition> handlers = new TreeMap<>();
		for (Method method : WorkflowInspector.annotated(this.workflowClass, annotation)) {
			MergedAnnotation<?> given = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(annotation);
			HandlerDefinition handler = this.describer.describe(method, given.getString("name"),
					given.getString("description"));
			if (handler != null && MessageMethods.isReserved(handler.name())) {
				report("the name '" + handler.name() + "' of method " + method.getName()
						+ " begins with two underscores, which is kept for the engine.",
						"Choose another name: @" + annotation.getSimpleName() + "(name = \"…\").");
			}
			if (handler != null && handlers.put(handler.name(), handler) != null) {
				this.report.accept(
						this.where + " has two methods with @" + annotation.getSimpleName() + " named '"
								+ handler.name() + "'.",
						"Name them apart: @" + annotation.getSimpleName() + "(name = \"…\").");
			}
		}
		return handlers;
	}

	private static boolean isSilent(HandlerDefinition handler, Class<? extends Annotation> annotation) {
		return MergedAnnotations.from(handler.method(), SearchStrategy.TYPE_HIERARCHY)
			.get(annotation)
			.getEnum("unfinishedPolicy", UnfinishedHandlerPolicy.class) == UnfinishedHandlerPolicy.ABANDON;
	}

	private void report(String what, String remedy) {
		this.report.accept(this.where + ": " + what, remedy);
	}

}
