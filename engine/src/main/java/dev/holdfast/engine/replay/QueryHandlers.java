package dev.holdfast.engine.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowMetadata.Handler;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.MessageMethods;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.spi.WorkflowRuntime.MessageFunction;
import org.jspecify.annotations.Nullable;

/** Answers queries from the state of a run. */
final class QueryHandlers {

	private final MessageHandlers messages;

	private final Map<String, Registered> registered = new LinkedHashMap<>();

	private @Nullable Registered any;

	/** A handler that code has registered, and what it is for. */
	private record Registered(MessageFunction handler, @Nullable String description) {
	}

	QueryHandlers(MessageHandlers messages) {
		this.messages = messages;
	}

	void register(@Nullable String name, @Nullable String description, MessageFunction handler) {
		Registered given = new Registered(handler, description);
		if (name == null) {
			this.any = given;
		}
		else if (this.messages.methods().queries().containsKey(name)) {
			throw new IllegalArgumentException(
					"The query '" + name + "' has a method of the workflow already, which answers it");
		}
		else {
			this.registered.put(name, given);
		}
	}

	byte[] answer(String name, byte[] json) throws Throwable {
		RunContext context = this.messages.context();
		if (MessageMethods.isReserved(name)) {
			return context.payloads()
				.write(BuiltInQueries.answer(name, this.messages), "The answer to query '" + name + "'");
		}
		StoredArguments arguments = this.messages.arguments(json, "Query '" + name + "'", () -> null);
		HandlerDefinition method = this.messages.methods().queries().get(name);
		Registered handler = this.registered.getOrDefault(name, this.any);
		if (method == null && handler == null) {
			TreeSet<String> known = new TreeSet<>(this.messages.methods().queries().keySet());
			known.addAll(this.registered.keySet());
			throw new WorkflowQueryException(
					"Workflow " + context.definition().type() + " has no query '" + name + "'. It has " + known + ".",
					null);
		}
		Supplier<@Nullable Object> call = (method != null) ? call(method, arguments)
				: () -> this.messages.call(WorkflowInboundInterceptor::query, name, new Object[] { arguments }, null,
						(values) -> Objects.requireNonNull(handler).handler().apply(name, arguments));
		try {
			return context.around()
				.within(() -> context.readOnly("a query",
						() -> context.payloads().write(call.get(), "The answer to query '" + name + "'")));
		}
		catch (RuntimeException ex) {
			throw UserCode.original(ex);
		}
	}

	List<Handler> described() {
		return MessageHandlers.described(this.messages.methods().queries().values(), this.registered, this.any,
				Registered::description);
	}

	private Supplier<@Nullable Object> call(HandlerDefinition method, StoredArguments arguments) {
		@Nullable Object[] values = arguments.read(method.parameterTypes());
		return () -> this.messages.call(WorkflowInboundInterceptor::query, method.name(), values, null,
				(changed) -> UserCode.invoke(method, this.messages.workflow(), changed));
	}

}
