package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.StubCalls;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryLimits;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Parent;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.method.MethodReference;
import dev.holdfast.spi.WorkflowRuntime;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.CompletablePromise;
import dev.holdfast.workflow.ContinueAsNewCall;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.LocalActivityCall;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeUpdate;
import dev.holdfast.workflow.UpdateInfo;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowLock;
import dev.holdfast.workflow.WorkflowQueue;
import dev.holdfast.workflow.WorkflowSemaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the code of one run sees of the engine. */
final class RunContext extends CodePlace implements WorkflowRuntime, StubCalls {

	private final ActivityCommands activities = new ActivityCommands(this);

	private final LocalActivityCommands localActivities = new LocalActivityCommands(this);

	private final ChildCommands children = new ChildCommands(this);

	private final TimerCommands timers = new TimerCommands(this);

	private final ValueCommands decisions = new ValueCommands(this);

	private final ScopeNode rootScope;

	private final MessageHandlers messages;

	private final SearchAttributeCommands searchAttributes;

	private final VersionCommands versions = new VersionCommands(this);

	private final ExternalCommands externals = new ExternalCommands(this);

	private final MemoCommands memo;

	private final Map<Object, @Nullable Object> locals = new IdentityHashMap<>(1);

	private @Nullable String currentDetails;

	RunContext(RunIdentity identity, WorkflowDefinition definition, RunServices services, CommandLog log,
			CoroutineScheduler scheduler, ScopeNode rootScope, PendingWork pending, WorkflowStarted started,
			long startedAt) {
		super(identity, definition, services, log, scheduler, pending, started, startedAt);
		this.rootScope = rootScope;
		this.messages = new MessageHandlers(this, scheduler, rootScope);
		this.searchAttributes = new SearchAttributeCommands(this);
		this.memo = new MemoCommands(this, started.memo());
	}

	@Override
	WorkflowRuntime runtime() {
		return this;
	}

	// What its parts need

	/** The part that calls activities. */
	ActivityCommands activities() {
		return this.activities;
	}

	/** The part that calls local activities. */
	LocalActivityCommands localActivities() {
		return this.localActivities;
	}

	/** The part that starts children. */
	ChildCommands children() {
		return this.children;
	}

	/** The part that takes messages. */
	MessageHandlers messages() {
		return this.messages;
	}

	/** The part that changes the memo. */
	MemoCommands memoCommands() {
		return this.memo;
	}

	/** The part that changes search attributes. */
	SearchAttributeCommands searchAttributeCommands() {
		return this.searchAttributes;
	}

	/** The part that waits. */
	TimerCommands timers() {
		return this.timers;
	}

	/** The part that speaks to other executions. */
	ExternalCommands externals() {
		return this.externals;
	}

	// Activities

	@Override
	public <R extends @Nullable Object> ActivityCall<R> activity(MethodReference method,
			@Nullable Object... arguments) {
		return this.activities.activity(method, arguments);
	}

	@Override
	public <R extends @Nullable Object> ActivityCall<R> activity(String activityType, Type resultType,
			@Nullable Object... arguments) {
		return this.activities.activity(activityType, resultType, arguments);
	}

	@Override
	public <R extends @Nullable Object> LocalActivityCall<R> localActivity(MethodReference method,
			@Nullable Object... arguments) {
		return this.localActivities.activity(method, arguments);
	}

	@Override
	public <R extends @Nullable Object> LocalActivityCall<R> localActivity(String activityType, Type resultType,
			@Nullable Object... arguments) {
		return this.localActivities.activity(activityType, resultType, arguments);
	}

	@Override
	public @Nullable Object callActivity(ActivityDefinition activity, ActivityLayer injectionPoint,
			@Nullable Object[] arguments) {
		return this.activities.callActivity(activity, injectionPoint, arguments);
	}

	@Override
	public @Nullable Object callLocalActivity(ActivityDefinition activity, ActivityLayer injectionPoint,
			long retryThreshold, @Nullable Object[] arguments) {
		return this.localActivities
			.call(activity, injectionPoint.over(activity.options()), null, retryThreshold, arguments,
					activity.resultType())
			.get();
	}

	// Child workflows

	@Override
	public <R extends @Nullable Object> ChildCall<R> child(MethodReference method, @Nullable Object... arguments) {
		return this.children.child(method, arguments);
	}

	@Override
	public <R extends @Nullable Object> ChildCall<R> child(String workflowType, Type resultType,
			@Nullable Object... arguments) {
		return this.children.child(workflowType, resultType, arguments);
	}

	// Other executions

	@Override
	public <W> ExternalWorkflow<W> external(String workflowId, @Nullable String runId) {
		return this.externals.external(workflowId, runId);
	}

	// Going on as a new run

	@Override
	public <R extends @Nullable Object> R continueAsNew(@Nullable Object... arguments) {
		return EngineContinueAsNewCall.same(this, arguments).execute();
	}

	@Override
	public ContinueAsNewCall continueAsNew(MethodReference method, @Nullable Object... arguments) {
		return EngineContinueAsNewCall.as(this, method, arguments);
	}

	@Override
	public ContinueAsNewCall continueAsNewAs(String workflowType, @Nullable Object... arguments) {
		return EngineContinueAsNewCall.as(this, workflowType, arguments);
	}

	// Time and waiting

	@Override
	public Promise<@Nullable Void> timer(Duration duration, @Nullable String summary) {
		return this.timers.timer(duration, (summary != null) ? NoteTexts.requireSummary(summary) : null);
	}

	@Override
	public void sleep(Duration duration) {
		this.timers.sleep(duration);
	}

	@Override
	public void await(BooleanSupplier condition) {
		this.timers.await(condition);
	}

	@Override
	public boolean await(Duration timeout, BooleanSupplier condition) {
		return this.timers.await(timeout, condition);
	}

	// Structure

	@Override
	public <R extends @Nullable Object> Promise<R> async(Supplier<R> code) {
		Coroutine parent = coroutine("Workflows.async");
		DurablePromise<R> promise = new DurablePromise<>(this);
		scheduler().startAsync(this, parent.scope(), around().inherited(() -> {
			try {
				R result = code.get();
				promise.complete(() -> result);
			}
			catch (RuntimeException ex) {
				promise.fail(ex);
			}
		}));
		return promise;
	}

	@Override
	public <T extends @Nullable Object> CompletablePromise<T> promise() {
		return new ManualPromise<>(this);
	}

	@Override
	public <E> WorkflowQueue<E> queue(int capacity) {
		return new RunQueue<>(this, capacity);
	}

	@Override
	public WorkflowLock lock() {
		return new RunLock(this);
	}

	@Override
	public WorkflowSemaphore semaphore(int permits) {
		return new RunSemaphore(this, permits);
	}

	@Override
	public Promise<@Nullable Void> allOf(List<? extends Promise<?>> promises) {
		return DurablePromise.allOf(this, promises);
	}

	@Override
	public <R extends @Nullable Object> Promise<R> anyOf(List<? extends Promise<? extends R>> promises) {
		return DurablePromise.anyOf(this, promises);
	}

	@Override
	public <R extends @Nullable Object> R scope(boolean detached, Function<CancellationScope, R> code) {
		Coroutine coroutine = coroutine("A cancellation scope");
		ScopeNode outer = coroutine.scope();
		ScopeNode inner = detached ? ScopeNode.detached() : outer.child();
		coroutine.enter(inner);
		try {
			return code.apply(new RunScope(this, inner));
		}
		finally {
			coroutine.enter(outer);
		}
	}

	@Override
	public CancellationScope currentScope() {
		return new RunScope(this, scope(this.rootScope));
	}

	// Messages

	@Override
	public void onSignal(@Nullable String signal, @Nullable String description, MessageConsumer handler) {
		this.messages.onSignal(signal, description, handler);
	}

	@Override
	public void onQuery(@Nullable String query, @Nullable String description, MessageFunction handler) {
		this.messages.onQuery(query, description, handler);
	}

	@Override
	public void onUpdate(@Nullable String update, @Nullable String description, MessageConsumer validator,
			MessageFunction handler) {
		this.messages.onUpdate(update, description, validator, handler);
	}

	@Override
	public boolean everyHandlerFinished() {
		return this.messages.everyHandlerFinished();
	}

	@Override
	public Optional<UpdateInfo> currentUpdate() {
		return this.messages.currentUpdate();
	}

	// Values

	@Override
	public Instant now() {
		return Micros.toInstant(log().time());
	}

	@Override
	public RandomGenerator random() {
		return this.decisions.random();
	}

	@Override
	public UUID randomUuid() {
		return this.decisions.randomUuid();
	}

	@Override
	public <R extends @Nullable Object> R sideEffect(Type type, @Nullable String summary, Supplier<R> code) {
		return this.decisions.sideEffect(type, (summary != null) ? NoteTexts.requireSummary(summary) : null, code);
	}

	@Override
	public Logger logger(@Nullable String name) {
		return ReplayAwareLogger.create((name != null) ? name : definition().workflowClass().getName(),
				log()::isReplaying);
	}

	@Override
	public WorkflowInfo info() {
		Parent parent = started().parent();
		Lineage lineage = started().lineage();
		long length = log().nextEventId() - 1;
		long size = log().historySize();
		return new WorkflowInfo(identity().workflowId(), identity().runId().toString(), definition().type(),
				started().taskQueue(), Micros.toInstant(startedAt()),
				Micros.toInstantOrNull(started().timing().executionDeadline()),
				(parent != null) ? parent.workflowId() : null, (parent != null) ? parent.runId().toString() : null,
				(parent != null) ? parent.topmost().workflowId() : null,
				(parent != null) ? parent.topmost().runId().toString() : null, length, size,
				length >= HistoryLimits.SUGGESTED_EVENTS || size >= HistoryLimits.SUGGESTED_BYTES,
				lineage.firstRunId().toString(),
				(lineage.continuedRunId() != null) ? lineage.continuedRunId().toString() : null, lineage.attempt(),
				(lineage.lastFailure() != null) ? Failures.toFailure(lineage.lastFailure(), payloads()) : null,
				Micros.toDurationOrNull(started().timing().runTimeout()), started().retry(),
				started().priorityOrDefault());
	}

	/**
	 * What a call says about its priority, over that of the run; {@code null} for
	 * nothing.
	 */
	@Nullable Priority inherited(Priority own) {
		Priority priority = own.orElse(started().priorityOrDefault());
		return priority.equals(Priority.DEFAULT) ? null : priority;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> Optional<R> lastResult(Type type) {
		String json = started().lineage().lastResult();
		return (json == null) ? Optional.empty() : Optional.ofNullable(
				(R) payloads().read(json.getBytes(StandardCharsets.UTF_8), type, "The result of the execution before"));
	}

	@Override
	public boolean isReplaying() {
		return log().isReplaying();
	}

	@Override
	public void currentDetails(@Nullable String text) {
		coroutine("Workflows.currentDetails");
		this.currentDetails = (text != null) ? NoteTexts.requireDetails(text) : null;
	}

	/** What the code last said about where it is, or {@code null}. */
	@Nullable String currentDetails() {
		return this.currentDetails;
	}

	@Override
	public Memo memo() {
		return this.memo.memo();
	}

	@Override
	public void upsertMemo(Map<String, ? extends @Nullable Object> values) {
		this.memo.upsert(values);
	}

	@Override
	public <R extends @Nullable Object> R mutableSideEffect(String id, Type type, Supplier<R> code,
			@Nullable BiPredicate<? super R, ? super R> same) {
		return this.decisions.mutableSideEffect(id, type, code, same);
	}

	@Override
	public int version(String changeId, int minSupported, int maxSupported) {
		return this.versions.version(changeId, minSupported, maxSupported);
	}

	@Override
	public Map<Object, @Nullable Object> locals() {
		return this.locals;
	}

	@Override
	public @Nullable Map<Object, @Nullable Object> coroutineLocals() {
		Coroutine coroutine = scheduler().current();
		return (coroutine != null) ? coroutine.locals() : null;
	}

	@Override
	public Map<String, Object> searchAttributes() {
		return this.searchAttributes.values();
	}

	@Override
	public void upsertSearchAttributes(List<SearchAttributeUpdate> updates) {
		this.searchAttributes.upsert(updates);
	}

}
