package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.client.WorkflowMetadata.Handler;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalDropped;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.spi.WorkflowRuntime.MessageConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings signals to their handlers. What has none waits, in order, until one is
 * registered. What cannot be read is dropped, and the history says so.
 */
final class SignalHandlers {

	private static final int PATIENT_TASKS = 3;

	private final MessageHandlers messages;

	private final Map<String, Registered> registered = new LinkedHashMap<>();

	private final List<Waiting> waiting = new ArrayList<>();

	private @Nullable Registered any;

	/** A handler that code has registered, and what it is for. */
	private record Registered(MessageConsumer handler, @Nullable String description) {
	}

	/** A signal without a handler, and the task that brought it. */
	private record Waiting(HistoryEvent event, String name, long task) {
	}

	/** What a handler does with the arguments; the reading comes first. */
	@FunctionalInterface
	private interface Code {

		Runnable read(StoredArguments arguments, @Nullable Map<String, String> headers);

	}

	SignalHandlers(MessageHandlers messages) {
		this.messages = messages;
	}

	void register(@Nullable String name, @Nullable String description, MessageConsumer handler) {
		Registered given = new Registered(handler, description);
		if (name == null) {
			this.any = given;
		}
		else if (this.messages.methods().signals().containsKey(name)) {
			throw new IllegalArgumentException(
					"The signal '" + name + "' has a method of the workflow already, which handles it");
		}
		else {
			this.registered.put(name, given);
		}
		List<Waiting> all = List.copyOf(this.waiting);
		this.waiting.clear();
		for (Waiting signal : all) {
			if (name == null || name.equals(signal.name())) {
				start(signal.event(), signal.name(), Objects.requireNonNull(code(signal.name())), false);
			}
			else {
				this.waiting.add(signal);
			}
		}
	}

	List<Handler> described() {
		return MessageHandlers.described(this.messages.methods().signals().values(), this.registered, this.any,
				Registered::description);
	}

	void receive(HistoryEvent event) {
		String name = ((SignalReceived) event.attributes()).signal();
		HandlerDefinition method = this.messages.methods().signals().get(name);
		Code code = (method != null) ? of(method) : code(name);
		if (code == null) {
			this.waiting.add(new Waiting(event, name, event.task()));
			return;
		}
		start(event, name, code, method != null && this.messages.methods().silent().contains(method));
	}

	private Code of(HandlerDefinition method) {
		return (arguments, headers) -> {
			@Nullable Object[] values = arguments.read(method.parameterTypes());
			return () -> this.messages.call(WorkflowInboundInterceptor::signal, method.name(), values, headers,
					(changed) -> UserCode.invoke(method, this.messages.workflow(), changed));
		};
	}

	private @Nullable Code code(String name) {
		Registered handler = this.registered.getOrDefault(name, this.any);
		return (handler != null) ? (arguments, headers) -> () -> this.messages.call(WorkflowInboundInterceptor::signal,
				name, new Object[] { arguments }, headers, (unchanged) -> {
					handler.handler().accept(name, arguments);
					return null;
				}) : null;
	}

	private void start(HistoryEvent event, String name, Code code, boolean silent) {
		OpenHandlers.Handler handler = this.messages.open().enter("signal '" + name + "'", silent);
		this.messages.open().begin(handler);
		this.messages.start("signal " + name, ((SignalReceived) event.attributes()).headers(), () -> {
			try {
				run(event, name, code, handler);
			}
			finally {
				this.messages.open().leave(handler);
			}
		});
	}

	private void run(HistoryEvent event, String name, Code code, OpenHandlers.Handler handler) {
		StoredArguments arguments = this.messages.arguments(Objects.requireNonNull(event.data()),
				"Signal '" + name + "'", () -> droppedBefore(event));
		try {
			Runnable call = code.read(arguments, ((SignalReceived) event.attributes()).headers());
			this.messages.awaitTurn(handler);
			call.run();
		}
		catch (PayloadException ex) {
			if (!arguments.caused(ex)) {
				throw ex;
			}
			this.messages.log().record(new SignalDropped(event.id(), String.valueOf(ex.getMessage())), null);
		}
		catch (WorkflowFailure ex) {
			if (!this.messages.isCancellationOfAll(ex)) {
				throw ex;
			}
		}
	}

	/** Why the history says that the signal was dropped at this point of its handler. */
	private @Nullable String droppedBefore(HistoryEvent event) {
		HistoryEvent next = this.messages.log().next();
		return (next != null && next.attributes() instanceof SignalDropped dropped && dropped.signalId() == event.id())
				? dropped.reason() : null;
	}

	/** Says which signals have waited for a handler for long enough to be a mistake. */
	void endTask(long task) {
		List<String> names = this.waiting.stream()
			.filter((signal) -> signal.task() == task - PATIENT_TASKS)
			.map(Waiting::name)
			.distinct()
			.toList();
		if (!names.isEmpty()) {
			this.messages
				.warn("has had signals for a while that nothing handles: " + names + ". It has methods for the signals "
						+ this.messages.methods().signals().keySet() + " and handlers for " + this.registered.keySet()
						+ ". They are kept until a handler is registered");
		}
	}

	/** Says which signals nothing has handled when the run ends. */
	void end(String how) {
		if (!this.waiting.isEmpty()) {
			this.messages.warn(how + " with signals that nothing has handled: "
					+ this.waiting.stream().map(Waiting::name).distinct().toList());
		}
	}

}
