package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowMetadata;
import dev.holdfast.client.WorkflowMetadata.Handler;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.MessageMethods;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.interception.Layers.AroundValue;
import dev.holdfast.interceptor.MessageCall;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.spi.WorkflowRuntime.MessageConsumer;
import dev.holdfast.spi.WorkflowRuntime.MessageFunction;
import dev.holdfast.workflow.UpdateInfo;
import org.jspecify.annotations.Nullable;

/**
 * How messages reach the code of a run: by the methods of the workflow class, and by
 * handlers that code registers. Each signal and each update has a coroutine of its own.
 */
final class MessageHandlers {

	private final RunContext context;

	private final CoroutineScheduler scheduler;

	private final ScopeNode scope;

	private final OpenHandlers open;

	private final SignalHandlers signals = new SignalHandlers(this);

	private final UpdateHandlers updates = new UpdateHandlers(this);

	private final QueryHandlers queries = new QueryHandlers(this);

	private final List<String> warnings = new ArrayList<>();

	private @Nullable Object workflow;

	MessageHandlers(RunContext context, CoroutineScheduler scheduler, ScopeNode scope) {
		this.context = context;
		this.scheduler = scheduler;
		this.scope = scope;
		this.open = new OpenHandlers(context.definition().messages().serial());
	}

	// What its parts need

	RunContext context() {
		return this.context;
	}

	CommandLog log() {
		return this.context.log();
	}

	MessageMethods methods() {
		return this.context.definition().messages();
	}

	OpenHandlers open() {
		return this.open;
	}

	Object workflow() {
		return Objects.requireNonNull(this.workflow, "The workflow has not begun");
	}

	StoredArguments arguments(byte[] json, String what, Supplier<@Nullable String> unreadableBefore) {
		return new StoredArguments(this.context.payloads(), json, what, unreadableBefore);
	}

	/** Starts the coroutine of a handler. */
	void start(String name, @Nullable Map<String, String> headers, Runnable body) {
		this.scheduler.startHandler(name, this.context, this.scope, this.context.around().around(headers, body));
	}

	/** Calls a handler of a message with what surrounds it. */
	@Nullable Object call(AroundValue<WorkflowInboundInterceptor, MessageCall> around, String name, @Nullable Object[] arguments,
			@Nullable Map<String, String> headers, Function<@Nullable Object[], @Nullable Object> handler) {
		return this.context.services()
			.interceptors()
			.inbound()
			.value(around, new MessageCall(name, Arrays.asList(arguments), (headers != null) ? headers : Map.of()),
					(call) -> handler.apply(call.arguments().toArray()));
	}

	void awaitTurn(OpenHandlers.Handler handler) {
		this.open.awaitTurn(handler, this.context.coroutine("A message handler"));
	}

	/** Says something about the run once, when it happens. */
	void warn(String what) {
		if (!log().isReplaying()) {
			this.warnings.add(what);
		}
	}

	// What happens to it

	/** The object that has the methods is there; the constructor may have registered. */
	void constructed(Object workflow) {
		this.workflow = workflow;
	}

	void beginTask() {
		this.warnings.clear();
		this.updates.beginTask();
	}

	void signal(HistoryEvent event) {
		this.signals.receive(event);
	}

	void update(UpdateRequest request) {
		this.updates.receive(request);
	}

	void endTask(long task) {
		this.updates.endTask();
		this.signals.endTask(task);
	}

	/**
	 * Whether code was ended by the cancellation of the whole execution, whose workflow
	 * method is told as well and decides how it ends.
	 */
	boolean isCancellationOfAll(Throwable thrown) {
		return this.scope.isCancellationRequested() && Failures.isCancellation(thrown);
	}

	/**
	 * The run ends other than by a failure.
	 * @param how for people, such as "ended"
	 */
	void end(String how) {
		List<String> missed = this.open.missed();
		if (!missed.isEmpty()) {
			warn(how + " while handlers had not finished: " + missed
					+ ". Await Workflows.everyHandlerFinished() before the end, or mark them with"
					+ " UnfinishedHandlerPolicy.ABANDON");
		}
		this.signals.end(how);
	}

	byte[] query(String name, byte[] arguments) throws Throwable {
		return this.queries.answer(name, arguments);
	}

	// What code may do

	void onSignal(@Nullable String name, @Nullable String description, MessageConsumer handler) {
		requireMayRegister("Workflows.onSignal", name, description);
		this.signals.register(name, description, handler);
	}

	void onUpdate(@Nullable String name, @Nullable String description, MessageConsumer validator,
			MessageFunction handler) {
		requireMayRegister("Workflows.onUpdate", name, description);
		this.updates.register(name, description, validator, handler);
	}

	void onQuery(@Nullable String name, @Nullable String description, MessageFunction handler) {
		requireMayRegister("Workflows.onQuery", name, description);
		this.queries.register(name, description, handler);
	}

	private void requireMayRegister(String call, @Nullable String name, @Nullable String description) {
		if (this.workflow != null) {
			this.context.coroutine(call);
		}
		if (name != null && MessageMethods.isReserved(name)) {
			throw new IllegalArgumentException(call + ": the name '" + name
					+ "' begins with two underscores, which is kept for the engine. Choose another name");
		}
		if (description != null) {
			NoteTexts.requireDescription(description);
		}
	}

	/** What it is and which messages it takes, as it says itself. */
	WorkflowMetadata metadata() {
		WorkflowDefinition definition = this.context.definition();
		return new WorkflowMetadata(definition.type(), definition.description(), this.signals.described(),
				this.queries.described(), this.updates.described(), this.context.currentDetails());
	}

	/** Where each of its coroutines waits. */
	String stackTrace() {
		return WaitingCode.describe(this.scheduler.waiting());
	}

	/**
	 * Methods by name, then what code has registered, and at last what takes the rest.
	 */
	static <T> List<Handler> described(Collection<HandlerDefinition> methods, Map<String, T> registered,
			@Nullable T any, Function<T, @Nullable String> description) {
		List<Handler> handlers = new ArrayList<>();
		methods.forEach((method) -> handlers.add(new Handler(method.name(), method.description())));
		registered.forEach((name, handler) -> handlers.add(new Handler(name, description.apply(handler))));
		if (any != null) {
			handlers.add(new Handler(null, description.apply(any)));
		}
		return handlers;
	}

	boolean everyHandlerFinished() {
		return this.open.areFinished();
	}

	Optional<UpdateInfo> currentUpdate() {
		return this.updates.of(this.scheduler.current());
	}

	// What came of a task

	List<RejectedUpdate> rejectedUpdates() {
		return this.updates.rejected();
	}

	int validated() {
		return this.updates.validated();
	}

	List<String> warnings() {
		return List.copyOf(this.warnings);
	}

}
