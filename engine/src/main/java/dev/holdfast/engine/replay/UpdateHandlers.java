package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowMetadata.Handler;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.UpdateDefinition;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.spi.WorkflowRuntime.MessageConsumer;
import dev.holdfast.spi.WorkflowRuntime.MessageFunction;
import dev.holdfast.workflow.UpdateInfo;
import org.jspecify.annotations.Nullable;

/**
 * Brings updates to their handlers. Live, a validator decides first: what it rejects
 * leaves no trace in the history. On replay there are only those that were accepted.
 */
final class UpdateHandlers {

	private final MessageHandlers messages;

	private final Map<String, Dynamic> registered = new LinkedHashMap<>();

	private final List<UpdateRequest> waiting = new ArrayList<>();

	private final List<RejectedUpdate> rejected = new ArrayList<>();

	private final Map<Coroutine, UpdateInfo> current = new IdentityHashMap<>(1);

	private @Nullable Dynamic any;

	private int validated;

	/** A handler that code has registered. */
	private record Dynamic(MessageConsumer validator, MessageFunction handler, @Nullable String description) {
	}

	/** An update whose arguments have been read. */
	private record Call(Runnable validate, Supplier<@Nullable Object> handle) {
	}

	/** What is done with the arguments; the reading comes first. */
	@FunctionalInterface
	private interface Code {

		Call read(StoredArguments arguments);

	}

	UpdateHandlers(MessageHandlers messages) {
		this.messages = messages;
	}

	void register(@Nullable String name, @Nullable String description, MessageConsumer validator,
			MessageFunction handler) {
		Dynamic dynamic = new Dynamic(validator, handler, description);
		if (name == null) {
			this.any = dynamic;
		}
		else if (this.messages.methods().updates().containsKey(name)) {
			throw new IllegalArgumentException(
					"The update '" + name + "' has a method of the workflow already, which handles it");
		}
		else {
			this.registered.put(name, dynamic);
		}
		List<UpdateRequest> all = List.copyOf(this.waiting);
		this.waiting.clear();
		all.forEach(this::receive);
	}

	List<Handler> described() {
		return MessageHandlers.described(
				this.messages.methods().updates().values().stream().map(UpdateDefinition::handler).toList(),
				this.registered, this.any, Dynamic::description);
	}

	void beginTask() {
		this.rejected.clear();
		this.validated = 0;
	}

	/** Takes an update; one without a handler waits for one until the task ends. */
	void receive(UpdateRequest request) {
		UpdateDefinition method = this.messages.methods().updates().get(request.name());
		Dynamic dynamic = this.registered.getOrDefault(request.name(), this.any);
		if (method != null) {
			start(request, of(request, method), this.messages.methods().silent().contains(method.handler()));
		}
		else if (dynamic != null) {
			start(request, of(request, dynamic), false);
		}
		else {
			this.waiting.add(request);
		}
	}

	private Code of(UpdateRequest request, UpdateDefinition update) {
		return (arguments) -> {
			@Nullable Object[] values = arguments.read(update.handler().parameterTypes());
			HandlerDefinition validator = update.validator();
			return call(request, values,
					(given) -> (validator != null) ? UserCode.invoke(validator, this.messages.workflow(), given) : null,
					(given) -> UserCode.invoke(update.handler(), this.messages.workflow(), given));
		};
	}

	private Code of(UpdateRequest request, Dynamic dynamic) {
		return (arguments) -> call(request, new Object[] { arguments }, (given) -> {
			dynamic.validator().accept(request.name(), arguments);
			return null;
		}, (given) -> dynamic.handler().apply(request.name(), arguments));
	}

	private Call call(UpdateRequest request, @Nullable Object[] arguments,
			Function<@Nullable Object[], @Nullable Object> validator,
			Function<@Nullable Object[], @Nullable Object> handler) {
		return new Call(
				() -> this.messages.call(WorkflowInboundInterceptor::validateUpdate, request.name(), arguments,
						request.headers(), validator),
				() -> this.messages.call(WorkflowInboundInterceptor::executeUpdate, request.name(), arguments,
						request.headers(), handler));
	}

	private void start(UpdateRequest request, Code code, boolean silent) {
		OpenHandlers.Handler handler = this.messages.open().enter("update '" + request.name() + "'", silent);
		this.messages.start("update " + request.name(), request.headers(), () -> {
			try {
				run(request, code, handler);
			}
			finally {
				this.messages.open().leave(handler);
			}
		});
	}

	private void run(UpdateRequest request, Code code, OpenHandlers.Handler handler) {
		String what = "The arguments of update '" + request.name() + "'";
		StoredArguments arguments = this.messages.arguments(request.data(), what, () -> null);
		Call call;
		if (this.messages.log().isReplaying()) {
			call = code.read(arguments);
		}
		else {
			this.validated++;
			int open = this.messages.open().count();
			if (open >= PendingWork.LIMIT) {
				reject(request, Failures.application("ResourceExhausted", "This execution has " + open
						+ " handlers that have not finished, which is the limit. Try again when some have."));
				return;
			}
			try {
				call = code.read(arguments);
				this.messages.context().readOnly("the validator of update '" + request.name() + "'", () -> {
					call.validate().run();
					return call;
				});
			}
			catch (RuntimeException ex) {
				reject(request, record(UserCode.original(ex)));
				return;
			}
		}
		Coroutine coroutine = this.messages.context().coroutine("An update");
		this.messages.open().begin(handler);
		this.current.put(coroutine, new UpdateInfo(request.id(), request.name()));
		this.messages.log()
			.record(new UpdateAccepted(request.id(), request.name(), request.after(), request.headers()),
					request.data());
		this.messages.awaitTurn(handler);
		handle(request, call, arguments);
		this.current.remove(coroutine);
	}

	private void handle(UpdateRequest request, Call call, StoredArguments arguments) {
		Object result;
		try {
			result = call.handle().get();
		}
		catch (RuntimeException | Error ex) {
			Throwable thrown = UserCode.original(ex);
			if (thrown instanceof CoroutineDestroyed) {
				throw ex;
			}
			FailureRecord failure = record(thrown);
			if (!(thrown instanceof WorkflowFailure || arguments.caused(thrown)
					|| this.messages.context().definition().failsOn(thrown)
					|| this.messages.log().hasNext(new UpdateCompleted(request.id(), failure), failure))) {
				throw ex;
			}
			complete(request, failure, null);
			return;
		}
		byte[] data;
		try {
			data = this.messages.context().payloads().write(result, "The result of update '" + request.name() + "'");
		}
		catch (PayloadException ex) {
			complete(request, record(ex), null);
			return;
		}
		complete(request, null, data);
	}

	private FailureRecord record(Throwable thrown) {
		return Failures.toRecord(thrown, this.messages.context().payloads());
	}

	private void complete(UpdateRequest request, @Nullable FailureRecord failure, byte @Nullable [] data) {
		this.messages.log().record(new UpdateCompleted(request.id(), failure), data);
	}

	private void reject(UpdateRequest request, FailureRecord failure) {
		this.rejected.add(new RejectedUpdate(request.id(), failure));
	}

	/** Rejects what no handler was registered for. */
	void endTask() {
		TreeSet<String> known = new TreeSet<>(this.messages.methods().updates().keySet());
		known.addAll(this.registered.keySet());
		for (UpdateRequest request : this.waiting) {
			reject(request,
					Failures.application("UnknownUpdate", "Workflow " + this.messages.context().definition().type()
							+ " has no update '" + request.name() + "'. It has " + known + "."));
		}
		this.waiting.clear();
	}

	/** What this task has rejected. */
	List<RejectedUpdate> rejected() {
		return List.copyOf(this.rejected);
	}

	/** How many coroutines of this task did nothing but to ask whether to accept. */
	int validated() {
		return this.validated;
	}

	/** The update whose handler a coroutine is. */
	Optional<UpdateInfo> of(@Nullable Coroutine coroutine) {
		return (coroutine != null) ? Optional.ofNullable(this.current.get(coroutine)) : Optional.empty();
	}

}
