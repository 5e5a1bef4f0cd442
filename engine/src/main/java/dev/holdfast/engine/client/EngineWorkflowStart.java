package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.UpdateStart;
import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.EngineSettings;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.replay.MemoSize;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.Starts.Sent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.method.MethodReference;
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

	private String workflowId = UUID.randomUUID().toString();

	private boolean idIsGiven;

	private String taskQueue;

	private @Nullable Duration executionTimeout;

	private WorkflowIdReusePolicy reusePolicy = WorkflowIdReusePolicy.ALLOW_DUPLICATE;

	private @Nullable WorkflowIdConflictPolicy conflictPolicy;

	/** A message that goes with the start, or to the run that has the id. */
	@FunctionalInterface
	private interface WithStart {

		Sent send(UUID runId);

	}

	/**
	 * What came of a start.
	 *
	 * @param open the run that has the id, or {@code null} if the new one was started
	 */
	private record Begun(@Nullable UUID open, Sent message) {
	}

	EngineWorkflowStart(ClientServices services, RunEnvironment environment, WorkflowDefinition workflow,
			Type resultType, @Nullable Object[] arguments, BooleanSupplier acceptsRuns) {
		this.services = services;
		this.environment = environment;
		this.workflow = workflow;
		this.resultType = resultType;
		this.arguments = arguments;
		this.acceptsRuns = acceptsRuns;
		this.taskQueue = Objects.requireNonNullElse(workflow.taskQueue(), EngineSettings.DEFAULT_TASK_QUEUE);
	}

	@Override
	public WorkflowStart<W, R> id(String workflowId) {
		this.workflowId = Identifiers.requireWorkflowId(workflowId);
		this.idIsGiven = true;
		return this;
	}

	@Override
	public WorkflowStart<W, R> taskQueue(String taskQueue) {
		this.taskQueue = Identifiers.requireTaskQueue(taskQueue);
		return this;
	}

	@Override
	public WorkflowStart<W, R> executionTimeout(Duration timeout) {
		this.executionTimeout = ActivityLayer.positive("executionTimeout", timeout);
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
		byte[] json = this.services.write(arguments, "signal", signal);
		return handle(begin(Objects.requireNonNullElse(this.conflictPolicy, WorkflowIdConflictPolicy.USE_EXISTING),
				(runId) -> this.services.messages()
					.sendSignal(this.workflowId, runId, signal, this.services.headers(), json)));
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
		byte[] json = this.services.write(arguments, "update", update);
		return new EngineUpdateStart<>(this.services.updates(), this.workflowId, resultType,
				(updateId) -> begin(policy, (runId) -> this.services.messages()
					.sendUpdate(this.workflowId, runId, updateId, update, this.services.headers(), json)));
	}

	/** Starts the run, or finds the one that has the id; answers which. */
	private UUID begin(WorkflowIdConflictPolicy policy, @Nullable WithStart message) {
		StartRequest request = new StartRequest(this.workflow.type(), this.workflowId, this.taskQueue,
				Arrays.asList(this.arguments), this.services.headers());
		return UUID.fromString(this.services.interceptors()
			.start(request, (call) -> begin(policy, message, call.arguments().toArray(), call.headers()).toString()));
	}

	private UUID begin(WorkflowIdConflictPolicy policy, @Nullable WithStart message, @Nullable Object[] arguments,
			Map<String, String> headers) {
		if (policy == WorkflowIdConflictPolicy.TERMINATE_EXISTING
				&& this.reusePolicy == WorkflowIdReusePolicy.REJECT_DUPLICATE) {
			throw new IllegalArgumentException(
					"TERMINATE_EXISTING and REJECT_DUPLICATE contradict each other: the id of the"
							+ " execution that is terminated could not be used again");
		}
		byte[] input = this.services.payloads()
			.writeArguments(arguments, "The input of workflow " + this.workflow.type());
		boolean mayHaveMessages = message != null || this.services.store().transactions().isCallerInTransaction();
		while (true) {
			NewRun start = newRun(input, headers);
			Begun begun = this.services.store().transactions().join((session) -> {
				requireReusable();
				UUID open = this.services.store().starts().start(start, () -> born(start, mayHaveMessages));
				if (message == null || (open != null && policy != WorkflowIdConflictPolicy.USE_EXISTING)) {
					return new Begun(open, Sent.SENT);
				}
				return new Begun(open, message.send((open != null) ? open : start.runId()));
			});
			UUID open = begun.open();
			if (open == null) {
				return start.runId();
			}
			switch (policy) {
				case FAIL -> throw new WorkflowAlreadyStartedException(this.workflowId, open.toString(),
						"an execution with this id is running. Use another id, or an id conflict policy.");
				case USE_EXISTING -> {
					if (begun.message() != Sent.NOT_OPEN) {
						this.services.messages().require(begun.message(), this.workflowId, open);
						return open;
					}
				}
				case TERMINATE_EXISTING ->
					this.services.terminations().terminate(open, "a new execution with its id was started");
			}
		}
	}

	private void born(NewRun start, boolean mayHaveMessages) {
		if (mayHaveMessages) {
			this.services.registry().bornWithMessages(start);
		}
		else {
			this.services.registry().born(start);
		}
	}

	private NewRun newRun(byte[] input, Map<String, String> headers) {
		long now = this.environment.clock().micros();
		UUID runId = UUID.randomUUID();
		WorkflowStarted started = started(runId, now, headers);
		boolean here = this.acceptsRuns.getAsBoolean() && this.services.registry().hasRoom()
				&& this.environment.workers().hostsWorkflow(this.taskQueue, this.workflow.type());
		return new NewRun(runId, this.workflowId, this.workflow.type(), this.taskQueue, now,
				here ? this.environment.bootId() : null, null, null, null,
				this.environment.codec().encodeEvent(runId, 1, started, input), started.searchAttributes());
	}

	private WorkflowStarted started(UUID runId, long now, Map<String, String> headers) {
		Duration timeout = this.executionTimeout;
		return new WorkflowStarted(this.workflow.type(), this.workflowId, this.taskQueue, this.memo,
				this.searchAttributes.stored(),
				new Timing((timeout != null) ? now + Micros.of(timeout) : null, null, null, null), null, null,
				Lineage.first(runId), headers.isEmpty() ? null : headers);
	}

	/** What is to be started, to be kept: its times count from the start. */
	StartTemplate template() {
		if (this.reusePolicy != WorkflowIdReusePolicy.ALLOW_DUPLICATE || this.conflictPolicy != null) {
			throw new IllegalArgumentException("A schedule has no policies about ids: the id of an execution is that"
					+ " of the schedule and its time, and its overlap policy says what happens to others");
		}
		byte[] input = this.services.payloads()
			.writeArguments(this.arguments, "The input of workflow " + this.workflow.type());
		return new StartTemplate(this.workflow.type(), this.idIsGiven ? this.workflowId : null,
				this.environment.codec().toPlain(started(StartTemplate.NO_RUN, 0, Map.of()), input));
	}

	private void requireReusable() {
		if (this.reusePolicy == WorkflowIdReusePolicy.ALLOW_DUPLICATE) {
			return;
		}
		StoredExecution latest = this.services.store().starts().latest(this.workflowId);
		if (latest == null || latest.status().isOpen()) {
			return;
		}
		if (this.reusePolicy == WorkflowIdReusePolicy.REJECT_DUPLICATE || latest.status() == WorkflowStatus.COMPLETED) {
			throw new WorkflowAlreadyStartedException(this.workflowId, latest.runId().toString(),
					"an execution with this id has closed as " + latest.status() + ", and the id reuse policy is "
							+ this.reusePolicy + ".");
		}
	}

	private WorkflowHandle<W, R> handle(UUID runId) {
		return new EngineWorkflowHandle<>(this.services, this.workflowId, runId, this.resultType);
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
