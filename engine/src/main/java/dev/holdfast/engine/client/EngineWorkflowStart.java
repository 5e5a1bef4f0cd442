package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.UpdateStart;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Notes;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.replay.MemoSize;
import dev.holdfast.engine.replay.NoteTexts;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.interceptor.StartWithMessage;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** The start of a workflow that is being put together. */
final class EngineWorkflowStart<W, R extends @Nullable Object> implements WorkflowStart<W, R> {

	private final ClientServices services;

	private final RunEnvironment environment;

	private final WorkflowDefinition workflow;

	private final Type resultType;

	private final @Nullable Object[] arguments;

	private final BooleanSupplier acceptsRuns;

	private final Map<String, String> memo = new LinkedHashMap<>();

	private final SearchAttributeSet searchAttributes = new SearchAttributeSet();

	private @Nullable String summary;

	private @Nullable Priority priority;

	private @Nullable String details;

	private @Nullable String chosenId;

	/** Whether nobody else can have the id. */
	private boolean hasFreeId;

	private @Nullable String requestId;

	private String taskQueue;

	private @Nullable Long executionTimeout;

	private @Nullable Long runTimeout;

	private @Nullable Long taskTimeout;

	private @Nullable Long startDelay;

	private @Nullable RetryPolicy retryPolicy;

	private WorkflowIdReusePolicy reusePolicy = WorkflowIdReusePolicy.ALLOW_DUPLICATE;

	private @Nullable WorkflowIdConflictPolicy conflictPolicy;

	EngineWorkflowStart(ClientServices services, RunEnvironment environment, WorkflowDefinition workflow,
			Type resultType, @Nullable Object[] arguments, BooleanSupplier acceptsRuns) {
		this.services = services;
		this.environment = environment;
		this.workflow = workflow;
		this.resultType = resultType;
		this.arguments = arguments;
		this.acceptsRuns = acceptsRuns;
		this.taskQueue = Objects.requireNonNullElse(workflow.taskQueue(), EngineSettings.DEFAULT_TASK_QUEUE);
		this.retryPolicy = workflow.retry();
	}

	@Override
	public WorkflowStart<W, R> id(String workflowId) {
		this.chosenId = Identifiers.requireWorkflowId(workflowId);
		return this;
	}

	@Override
	public WorkflowStart<W, R> taskQueue(String taskQueue) {
		this.taskQueue = Identifiers.requireTaskQueue(taskQueue);
		return this;
	}

	@Override
	public WorkflowStart<W, R> requestId(String requestId) {
		this.requestId = Identifiers.requireRequestId(requestId);
		return this;
	}

	@Override
	public WorkflowStart<W, R> executionTimeout(Duration timeout) {
		this.executionTimeout = Micros.of(ActivityLayer.positive("executionTimeout", timeout));
		return this;
	}

	@Override
	public WorkflowStart<W, R> runTimeout(Duration timeout) {
		this.runTimeout = Micros.of(ActivityLayer.positive("runTimeout", timeout));
		return this;
	}

	@Override
	public WorkflowStart<W, R> taskTimeout(Duration timeout) {
		this.taskTimeout = Micros.of(ActivityLayer.positive("taskTimeout", timeout));
		return this;
	}

	@Override
	public WorkflowStart<W, R> startDelay(Duration delay) {
		this.startDelay = Micros.of(ActivityLayer.positive("startDelay", delay));
		return this;
	}

	@Override
	public WorkflowStart<W, R> retryPolicy(RetryPolicy policy) {
		this.retryPolicy = policy;
		return this;
	}

	@Override
	public WorkflowStart<W, R> idReusePolicy(WorkflowIdReusePolicy policy) {
		this.reusePolicy = policy;
		return this;
	}

	@Override
	public WorkflowStart<W, R> idConflictPolicy(WorkflowIdConflictPolicy policy) {
		this.conflictPolicy = policy;
		return this;
	}

	@Override
	public WorkflowStart<W, R> memo(String key, Object value) {
		MemoSize.put(this.memo, key,
				PayloadMapper.text(this.services.payloads().write(value, "Memo value '" + key + "'")));
		return this;
	}

	@Override
	public WorkflowStart<W, R> priority(Priority priority) {
		this.priority = Objects.requireNonNull(priority, "priority");
		return this;
	}

	@Override
	public WorkflowStart<W, R> summary(String summary) {
		this.summary = NoteTexts.requireSummary(summary);
		return this;
	}

	@Override
	public WorkflowStart<W, R> details(String details) {
		this.details = NoteTexts.requireDetails(details);
		return this;
	}

	@Override
	public WorkflowStart<W, R> searchAttribute(String name, @Nullable Object value) {
		this.searchAttributes.set(SearchAttributeUpdate.of(name, value));
		return this;
	}

	@Override
	public <T> WorkflowStart<W, R> searchAttribute(SearchAttributeKey<T> key, @Nullable T value) {
		this.searchAttributes.set((value != null) ? key.valueSet(value) : key.valueUnset());
		return this;
	}

	@Override
	public WorkflowHandle<W, R> start() {
		return handle(begin(Objects.requireNonNullElse(this.conflictPolicy, WorkflowIdConflictPolicy.FAIL), null));
	}

	@Override
	public WorkflowHandle<W, R> signalWithStart(String signal, @Nullable Object... arguments) {
		this.services.write(arguments, "signal", signal);
		return handle(begin(Objects.requireNonNullElse(this.conflictPolicy, WorkflowIdConflictPolicy.USE_EXISTING),
				StartMessage.signal(this.services.message(id(), null, signal, null, arguments), (message) -> {
					byte[] json = this.services.write(message.arguments().toArray(), "signal", signal);
					return new StartMessage.Sending(false,
							(target) -> this.services.messages().sendSignal(target, signal, message.headers(), json));
				})));
	}

	@Override
	public WorkflowHandle<W, R> signalWithStart(MethodReference method, @Nullable Object[] arguments) {
		return signalWithStart(this.services.signal(method).name(), arguments);
	}

	@Override
	public <U> UpdateStart<U> updateWithStart(String update, Class<U> resultType, @Nullable Object... arguments) {
		return updateWithStart(update, (Type) resultType, arguments);
	}

	@Override
	public <U> UpdateStart<U> updateWithStart(String update, ParameterizedTypeReference<U> resultType,
			@Nullable Object... arguments) {
		return updateWithStart(update, resultType.getType(), arguments);
	}

	@Override
	public <U extends @Nullable Object> UpdateStart<U> updateWithStart(MethodReference method,
			@Nullable Object[] arguments) {
		HandlerDefinition update = this.services.update(method);
		return updateWithStart(update.name(), update.resultType(), arguments);
	}

	private <U extends @Nullable Object> UpdateStart<U> updateWithStart(String update, Type resultType,
			@Nullable Object[] arguments) {
		WorkflowIdConflictPolicy policy = this.conflictPolicy;
		if (policy == null || policy == WorkflowIdConflictPolicy.TERMINATE_EXISTING) {
			throw new IllegalArgumentException("updateWithStart needs to be told what happens if an execution with the"
					+ " id runs: idConflictPolicy(USE_EXISTING) updates it, idConflictPolicy(FAIL) refuses");
		}
		this.services.write(arguments, "update", update);
		return new EngineUpdateStart<>(this.services, id(), this.services.messages().newUpdateId(), resultType,
				(updateId) -> begin(policy, StartMessage
					.update(this.services.message(id(), null, update, updateId, arguments), (message) -> {
						byte[] json = this.services.write(message.arguments().toArray(), "update", update);
						return new StartMessage.Sending(true, (target) -> this.services.messages()
							.sendUpdate(target, updateId, update, message.headers(), json));
					})).runId());
	}

	/** The id of the execution, the same from here on. */
	private String id() {
		if (this.requestId != null && this.chosenId == null) {
			throw new IllegalArgumentException("A request id needs a workflow id: with a random one, which is the"
					+ " default, a repeated start would never be found. Call id(…) too.");
		}
		String id = Objects.requireNonNullElseGet(this.chosenId, () -> this.environment.ids().next().toString());
		this.chosenId = id;
		return id;
	}

	/** Starts the run, or finds the one that has the id. */
	private RunStarter.Begun begin(WorkflowIdConflictPolicy policy, @Nullable StartMessage message) {
		requireConsistent(policy);
		this.hasFreeId = this.chosenId == null;
		String workflowId = id();
		StartRequest request = new StartRequest(this.workflow.type(), workflowId, this.taskQueue,
				Arrays.asList(this.arguments), this.services.headers());
		RunStarter.Begun[] begun = new RunStarter.Begun[1];
		UUID runId = UUID.fromString(
				(message == null) ? this.services.around().around(WorkflowClientInterceptor::start, request, (call) -> {
					begun[0] = begin(policy, null, call);
					return begun[0].runId().toString();
				}) : this.services.around()
					.around(message.around(), new StartWithMessage(request, message.request()), (call) -> {
						begun[0] = begin(policy, message.sender().apply(call.message()), call.start());
						return begun[0].runId().toString();
					}));
		if (begun[0] != null && begun[0].runId().equals(runId)) {
			return begun[0];
		}
		UUID firstRunId = this.services.executions().require(RunTarget.run(workflowId, runId)).firstRunId();
		return new RunStarter.Begun(workflowId, runId, firstRunId);
	}

	private RunStarter.Begun begin(WorkflowIdConflictPolicy policy, StartMessage.@Nullable Sending message,
			StartRequest call) {
		byte[] input = this.services.payloads()
			.writeArguments(call.arguments().toArray(), "The input of workflow " + this.workflow.type());
		String workflowId = id();
		boolean free = this.hasFreeId;
		this.hasFreeId = false; // whoever starts it again means the same execution
		return new RunStarter(this.services, policy, message, free)
			.start(() -> newRun(workflowId, input, call.headers()), input);
	}

	private void requireConsistent(WorkflowIdConflictPolicy policy) {
		if (policy == WorkflowIdConflictPolicy.TERMINATE_EXISTING
				&& this.reusePolicy == WorkflowIdReusePolicy.REJECT_DUPLICATE) {
			throw new IllegalArgumentException(
					"TERMINATE_EXISTING and REJECT_DUPLICATE contradict each other: the id of the"
							+ " execution that is terminated could not be used again");
		}
	}

	private NewRun newRun(String workflowId, byte[] input, Map<String, String> headers) {
		long now = this.environment.clock().micros();
		UUID runId = this.environment.ids().next();
		WorkflowStarted started = started(runId, workflowId, now, headers);
		boolean accepted = this.acceptsRuns.getAsBoolean() && this.services.registry().hasRoom();
		return NewRun
			.of(runId, started, input, now,
					accepted ? this.environment.ownerAtBirth(this.taskQueue, this.workflow.type()) : null,
					this.environment.codec())
			.withRequestId(this.requestId)
			.withReusePolicy(this.reusePolicy);
	}

	private WorkflowStarted started(UUID runId, String workflowId, long now, Map<String, String> headers) {
		return new WorkflowStarted(this.workflow.type(), workflowId, this.taskQueue, this.memo,
				this.searchAttributes.stored(),
				new Timing(after(now, this.executionTimeout), this.runTimeout, this.taskTimeout,
						after(now, this.startDelay)),
				this.retryPolicy, null, Lineage.first(runId), headers.isEmpty() ? null : headers,
				Notes.of(this.summary, this.details), this.priority);
	}

	/**
	 * What is to be started, to be kept: its times count from the start.
	 * @param arguments what each run is given, or {@code null} for what the start has
	 */
	StartTemplate template(@Nullable Object @Nullable [] arguments, Map<String, String> headers) {
		if (this.reusePolicy != WorkflowIdReusePolicy.ALLOW_DUPLICATE || this.conflictPolicy != null
				|| this.requestId != null) {
			throw new IllegalArgumentException("A schedule has no policies about ids: the id of an execution is that"
					+ " of the schedule and its time, and its overlap policy says what happens to others");
		}
		byte[] input = this.services.payloads()
			.writeArguments((arguments != null) ? arguments : this.arguments,
					"The input of workflow " + this.workflow.type());
		return new StartTemplate(this.workflow.type(), this.chosenId, this.environment.codec()
			.toPlain(started(StartTemplate.NO_RUN, Objects.requireNonNullElse(this.chosenId, "scheduled"), 0, headers),
					input));
	}

	private static @Nullable Long after(long now, @Nullable Long duration) {
		return (duration != null) ? (Long) (now + duration) : null;
	}

	private WorkflowHandle<W, R> handle(RunStarter.Begun begun) {
		return new EngineWorkflowHandle<>(this.services, RunTarget.chain(begun.workflowId(), begun.firstRunId()),
				begun.runId(), this.resultType);
	}

	@Override
	public R execute() {
		if (this.services.store().transactions().isCallerInTransaction()) {
			throw new IllegalStateException(
					"execute() within a transaction would wait for ever: the workflow begins when the"
							+ " transaction commits. Use start(), and ask for the result after the transaction.");
		}
		return start().result();
	}

}
