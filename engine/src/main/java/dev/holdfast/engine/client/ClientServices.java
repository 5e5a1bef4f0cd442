package dev.holdfast.engine.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.UpdateDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.interceptor.MessageRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

/** What clients and handles work with. */
record ClientServices(Definitions definitions, PayloadMapper payloads, Store store, EngineClock clock,
		RunRegistry registry, Executions executions, Messages messages, Queries queries, Results results,
		Updates updates, Terminations terminations, Resets resets, ContextPropagators contexts,
		Interceptors interceptors) {

	/** The handler that a method reference names. */
	private HandlerDefinition handler(ReferencedMethod referenced, String annotation,
			Function<WorkflowDefinition, Collection<HandlerDefinition>> handlers) {
		WorkflowDefinition workflow = this.definitions.workflowOf(referenced.type());
		if (workflow != null) {
			for (HandlerDefinition handler : handlers.apply(workflow)) {
				if (handler.method().getName().equals(referenced.method().getName())
						&& handler.parameterTypes().length == referenced.method().getParameterCount()) {
					return handler;
				}
			}
		}
		throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
				+ " is not marked with " + annotation + " in a workflow of this application");
	}

	HandlerDefinition signal(MethodReference method) {
		return handler(ReferencedMethod.of(method), "@SignalMethod", (workflow) -> workflow.signals().values());
	}

	HandlerDefinition query(MethodReference method) {
		return handler(ReferencedMethod.of(method), "@QueryMethod", (workflow) -> workflow.queries().values());
	}

	HandlerDefinition update(MethodReference method) {
		return handler(ReferencedMethod.of(method), "@UpdateMethod",
				(workflow) -> workflow.messages().updates().values().stream().map(UpdateDefinition::handler).toList());
	}

	byte[] write(@Nullable Object[] arguments, String what, String name) {
		return this.payloads.writeArguments(arguments, "The arguments of " + what + " '" + name + "'");
	}

	/** The context of the caller, to go with what it asks. */
	Map<String, String> headers() {
		return Objects.requireNonNullElse(this.contexts.capture(), Map.of());
	}

	/** The same for what passes no interceptor. */
	ClientServices withoutInterceptors() {
		return new ClientServices(this.definitions, this.payloads, this.store, this.clock, this.registry,
				this.executions, this.messages, this.queries, this.results, this.updates, this.terminations,
				this.resets, this.contexts, Interceptors.NONE);
	}

	/** The interceptors of clients. */
	Layers<WorkflowClientInterceptor> around() {
		return this.interceptors.clients();
	}

	/**
	 * A message that a client sends, with its context.
	 * @param runId to which run, or {@code null} if it comes with a start
	 * @param id what makes it count once, or {@code null}
	 */
	MessageRequest message(String workflowId, @Nullable UUID runId, String name, @Nullable String id,
			@Nullable Object[] arguments) {
		return new MessageRequest(workflowId, (runId != null) ? runId.toString() : null, name, id,
				Arrays.asList(arguments), headers());
	}

	void resume(UUID runId) {
		if (this.store.claims().resume(runId, this.clock.micros())) {
			this.registry.hint(runId);
		}
	}

}
