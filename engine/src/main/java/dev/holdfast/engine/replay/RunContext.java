package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.StubCalls;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.EventAttributes.ActivityCanceled;
import dev.holdfast.engine.history.EventAttributes.ActivityPolicy;
import dev.holdfast.engine.history.EventAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventAttributes.ChildCancelRequested;
import dev.holdfast.engine.history.EventAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventAttributes.SideEffectRecorded;
import dev.holdfast.engine.history.EventAttributes.TimerCanceled;
import dev.holdfast.engine.history.EventAttributes.TimerStarted;
import dev.holdfast.engine.history.EventAttributes.WorkflowStarted;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.WorkflowInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What the code of one run sees of the engine. */
final class RunContext implements WorkflowRuntime, StubCalls {

	private static final long MAX_TIMER_MICROS = Micros.of(Duration.ofDays(36_525));

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final RunServices services;

	private final CommandLog log;

	private final CoroutineScheduler scheduler;

	private final PendingWork pending;

	private final DeterministicValues values;

	private final WorkflowStarted started;

	private final long startedAt;

	private @Nullable String readOnlyIn;

	RunContext(RunIdentity identity, WorkflowDefinition definition, RunServices services, CommandLog log,
			CoroutineScheduler scheduler, PendingWork pending, WorkflowStarted started, long startedAt) {
		this.identity = identity;
		this.definition = definition;
		this.services = services;
		this.log = log;
		this.scheduler = scheduler;
		this.pending = pending;
		this.values = new DeterministicValues(identity.runId());
		this.started = started;
		this.startedAt = startedAt;
	}

	PayloadMapper payloads() {
		return this.services.payloads();
	}

	// Where code is

	/** Runs code that must change nothing, on the current thread. */
	<R extends @Nullable Object> R readOnly(String where, Supplier<R> code) {
		WorkflowRuntime outer = CurrentWorkflow.get();
		String outerWhere = this.readOnlyIn;
		CurrentWorkflow.set(this);
		this.readOnlyIn = where;
		try {
			return code.get();
		}
		finally {
			this.readOnlyIn = outerWhere;
			CurrentWorkflow.set(outer);
		}
	}

	private Coroutine coroutine(String call) {
		this.log.throwIfMismatched();
		if (this.readOnlyIn != null) {
			throw new ReadOnlyException(call, this.readOnlyIn);
		}
		Coroutine current = this.scheduler.current();
		if (current == null) {
			throw new IllegalStateException(call + " was called from a thread that is not the workflow's");
		}
		if (current.isDestroyed()) {
			throw new CoroutineDestroyed();
		}
		return current;
	}

	void block(String call, BooleanSupplier condition) {
		coroutine(call).block(condition);
	}

	// Activities

	@Override
	public <R extends @Nullable Object> ActivityCall<R> activity(MethodReference method,
			@Nullable Object... arguments) {
		ReferencedMethod referenced = ReferencedMethod.of(method);
		ActivityDefinition activity = this.services.definitions().activityOf(referenced);
		if (activity == null) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is no activity of this application. Annotate the class with @Activity and the method with"
					+ " @ActivityMethod.");
		}
		return new EngineActivityCall<>(this, activity.type(), activity, this.definition.optionsOf(activity),
				activity.resultType(), arguments);
	}

	@Override
	public <R extends @Nullable Object> ActivityCall<R> activity(String activityType, Type resultType,
			@Nullable Object... arguments) {
		ActivityDefinition activity = this.services.definitions().activity(activityType);
		return new EngineActivityCall<>(this, activityType, activity,
				(activity != null) ? this.definition.optionsOf(activity) : ActivityLayer.NOTHING, resultType,
				arguments);
	}

	@Override
	public @Nullable Object callActivity(ActivityDefinition activity, ActivityLayer injectionPoint,
			@Nullable Object[] arguments) {
		return scheduleActivity(activity.type(), activity, injectionPoint.over(activity.options()), arguments,
				activity.resultType())
			.get();
	}

	Promise<Object> scheduleActivity(String type, @Nullable ActivityDefinition activity, ActivityLayer options,
			@Nullable Object[] arguments, Type resultType) {
		Coroutine coroutine = coroutine("Calling activity " + type);
		coroutine.scope().throwIfCanceled();
		if (activity != null && activity.parameterTypes().length != arguments.length) {
			throw new IllegalArgumentException(
					"Activity " + type + " takes " + Arrays.toString(activity.parameterTypes())
							+ ", but was called with " + arguments.length + " arguments");
		}
		ActivityPolicy policy = options.resolve();
		if (policy.startToClose() == null) {
			throw new IllegalArgumentException("Activity " + type
					+ " needs a timeout: set startToCloseTimeout or scheduleToCloseTimeout on the call");
		}
		this.pending.requireRoom("activities");
		String queue = (options.taskQueue() != null) ? options.taskQueue() : this.started.taskQueue();
		byte[] data = payloads().writeArguments(arguments, "The arguments of activity " + type);
		HistoryEvent event = this.log.record(new ActivityScheduled(type, queue, policy, this.services.clock().micros()),
				data);
		DurablePromise<Object> promise = new DurablePromise<>(this);
		PendingItem<ActivityScheduled> item = new PendingItem<>(event, (ActivityScheduled) event.attributes(), promise,
				resultType, coroutine.scope());
		item.cancelWith((reason) -> cancelActivity(item, reason));
		this.pending.addActivity(item);
		return promise;
	}

	private void cancelActivity(PendingItem<ActivityScheduled> item, String reason) {
		this.log.record(new ActivityCanceled(item.id()), null);
		this.pending.removeActivity(item.id());
		item.step(PendingItem.Cause.CANCEL);
		item.promise()
			.fail(new ActivityFailure(item.attributes().activityType(), item.id(), 0, RetryState.CANCEL_REQUESTED,
					new CanceledFailure(reason)));
	}

	// Child workflows

	@Override
	public <R extends @Nullable Object> ChildCall<R> child(MethodReference method, @Nullable Object... arguments) {
		ReferencedMethod referenced = ReferencedMethod.of(method);
		WorkflowDefinition child = this.services.definitions().workflowOf(referenced.type());
		if (child == null || !child.main().method().getName().equals(referenced.method().getName())) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is no workflow method of this application. Annotate the class with @Workflow and the method with"
					+ " @WorkflowMethod.");
		}
		return new EngineChildCall<>(this, child.type(), child, child.main().resultType(), arguments);
	}

	@Override
	public <R extends @Nullable Object> ChildCall<R> child(String workflowType, Type resultType,
			@Nullable Object... arguments) {
		return new EngineChildCall<>(this, workflowType, this.services.definitions().workflow(workflowType), resultType,
				arguments);
	}

	Promise<Object> initiateChild(String type, @Nullable String workflowId, @Nullable String taskQueue,
			Map<String, String> memo, @Nullable Long executionTimeout, ParentClosePolicy policy,
			@Nullable Object[] arguments, Type resultType) {
		Coroutine coroutine = coroutine("Starting child workflow " + type);
		coroutine.scope().throwIfCanceled();
		this.pending.requireRoom("child workflows");
		String id = (workflowId != null) ? workflowId : this.identity.runId() + ":" + this.log.nextEventId();
		byte[] data = payloads().writeArguments(arguments, "The arguments of child workflow '" + id + "'");
		HistoryEvent event = this.log.record(new ChildInitiated(type, id, this.values.nextUuid(),
				(taskQueue != null) ? taskQueue : this.started.taskQueue(), Map.copyOf(memo), executionTimeout, policy),
				data);
		DurablePromise<Object> promise = new DurablePromise<>(this);
		PendingItem<ChildInitiated> item = new PendingItem<>(event, (ChildInitiated) event.attributes(), promise,
				resultType, coroutine.scope());
		item.cancelWith((reason) -> {
			this.log.record(new ChildCancelRequested(item.id(), reason), null);
			item.step(PendingItem.Cause.REQUEST_CANCEL);
		});
		this.pending.addChild(item);
		return promise;
	}

	// Time and waiting

	@Override
	public Promise<@Nullable Void> timer(Duration duration) {
		return startTimer(duration).promise();
	}

	private TimerHandle startTimer(Duration duration) {
		Coroutine coroutine = coroutine("Starting a timer");
		coroutine.scope().throwIfCanceled();
		long micros = requireTimer(duration);
		this.pending.requireRoom("timers");
		HistoryEvent event = this.log.record(new TimerStarted(micros, this.services.clock().micros() + micros), null);
		if (((TimerStarted) event.attributes()).duration() != micros) {
			this.services.changedInput().inputChanged(this.identity, event);
		}
		DurablePromise<Object> promise = new DurablePromise<>(this);
		PendingItem<TimerStarted> item = new PendingItem<>(event, (TimerStarted) event.attributes(), promise,
				Void.class, coroutine.scope());
		item.cancelWith((reason) -> cancelTimer(item, reason));
		this.pending.addTimer(item);
		return new TimerHandle(item);
	}

	private void cancelTimer(PendingItem<TimerStarted> item, String reason) {
		this.log.record(new TimerCanceled(item.id()), null);
		this.pending.removeTimer(item.id());
		item.step(PendingItem.Cause.CANCEL);
		item.promise().fail(new CanceledFailure(reason));
	}

	private record TimerHandle(PendingItem<TimerStarted> item) {

		@SuppressWarnings("unchecked")
		Promise<@Nullable Void> promise() {
			return (Promise<@Nullable Void>) (Promise<?>) this.item.promise();
		}

	}

	private static long requireTimer(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("A workflow cannot sleep for a negative time: " + duration);
		}
		if (duration.compareTo(Duration.ofDays(36_525)) > 0) {
			throw new IllegalArgumentException("A workflow can sleep for at most 100 years, not for " + duration);
		}
		return Math.min(Micros.of(duration), MAX_TIMER_MICROS);
	}

	@Override
	public void sleep(Duration duration) {
		if (requireTimer(duration) == 0) {
			coroutine("Workflows.sleep").block(() -> true);
			return;
		}
		timer(duration).get();
	}

	@Override
	public void await(BooleanSupplier condition) {
		Coroutine coroutine = coroutine("Workflows.await");
		coroutine.scope().throwIfCanceled();
		if (!holds(condition)) {
			awaitChange(coroutine, condition, () -> false);
		}
	}

	@Override
	public boolean await(Duration timeout, BooleanSupplier condition) {
		Coroutine coroutine = coroutine("Workflows.await");
		coroutine.scope().throwIfCanceled();
		if (holds(condition)) {
			return true;
		}
		PendingItem<TimerStarted> timer = startTimer(timeout).item();
		awaitChange(coroutine, condition, timer.promise()::isCompleted);
		boolean holds = holds(condition);
		if (timer.isOpen()) {
			cancelTimer(timer, "the condition holds");
		}
		return holds;
	}

	/** Blocks until the user's condition holds, time is up, or the scope is cancelled. */
	private void awaitChange(Coroutine coroutine, BooleanSupplier condition, BooleanSupplier timeIsUp) {
		ScopeNode scope = coroutine.scope();
		RuntimeException[] thrown = new RuntimeException[1];
		coroutine.block(() -> {
			if (scope.isCancellationRequested() || timeIsUp.getAsBoolean()) {
				return true;
			}
			try {
				return holds(condition);
			}
			catch (RuntimeException ex) {
				thrown[0] = ex;
				return true;
			}
		});
		if (thrown[0] != null) {
			throw thrown[0];
		}
		scope.throwIfCanceled();
	}

	private boolean holds(BooleanSupplier condition) {
		return readOnly("a condition of Workflows.await", condition::getAsBoolean);
	}

	// Structure

	@Override
	public <R extends @Nullable Object> Promise<R> async(Supplier<R> code) {
		Coroutine parent = coroutine("Workflows.async");
		DurablePromise<R> promise = new DurablePromise<>(this);
		this.scheduler.startAsync(this, parent.scope(), () -> {
			try {
				R result = code.get();
				promise.complete(() -> result);
			}
			catch (RuntimeException ex) {
				promise.fail(ex);
			}
		});
		return promise;
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
			return code.apply(inner);
		}
		finally {
			coroutine.enter(outer);
		}
	}

	// Values

	@Override
	public Instant now() {
		return Micros.toInstant(this.log.time());
	}

	@Override
	public RandomGenerator random() {
		coroutine("Workflows.random");
		return this.values.random();
	}

	@Override
	public UUID randomUuid() {
		coroutine("Workflows.randomUuid");
		return this.values.nextUuid();
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <R extends @Nullable Object> R sideEffect(Type type, Supplier<R> code) {
		coroutine("Workflows.sideEffect");
		byte[] value = this.log.isReplaying() ? null
				: payloads().write(readOnly("a side effect", code), "The value of a side effect");
		HistoryEvent event = this.log.record(new SideEffectRecorded(), value);
		return (R) payloads().read(Objects.requireNonNull(event.data()), type,
				"The value of the side effect of event " + event.id());
	}

	@Override
	public Logger logger(@Nullable String name) {
		return ReplayAwareLogger.create((name != null) ? name : this.definition.workflowClass().getName(),
				this.log::isReplaying);
	}

	@Override
	public WorkflowInfo info() {
		UUID parentRunId = this.started.parentRunId();
		return new WorkflowInfo(this.identity.workflowId(), this.identity.runId().toString(), this.definition.type(),
				this.started.taskQueue(), Micros.toInstant(this.startedAt),
				Micros.toInstantOrNull(this.started.executionDeadline()), this.started.parentWorkflowId(),
				(parentRunId != null) ? parentRunId.toString() : null, this.log.nextEventId() - 1);
	}

	@Override
	public Memo memo() {
		Map<String, String> memo = this.started.memo();
		return new Memo() {

			@Override
			public Set<String> keys() {
				return memo.keySet().stream().collect(Collectors.toCollection(LinkedHashSet::new));
			}

			@Override
			public <T> Optional<T> get(String key, Class<T> type) {
				String json = memo.get(key);
				return (json != null) ? Optional.ofNullable(type
					.cast(payloads().read(json.getBytes(StandardCharsets.UTF_8), type, "Memo value '" + key + "'")))
						: Optional.empty();
			}

		};
	}

}
