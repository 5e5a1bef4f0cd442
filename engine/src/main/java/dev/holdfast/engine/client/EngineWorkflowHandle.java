package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.ClientInWorkflowException;
import dev.holdfast.client.QueryRejectCondition;
import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStart;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowMetadata;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.payload.StoredMemo;
import dev.holdfast.engine.replay.BuiltInQueries;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.interceptor.MessageRequest;
import dev.holdfast.interceptor.ResetRequest;
import dev.holdfast.interceptor.ResultRequest;
import dev.holdfast.interceptor.RunReference;
import dev.holdfast.interceptor.RunRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** A way to an execution. */
final class EngineWorkflowHandle<W, R extends @Nullable Object> implements WorkflowHandle<W, R> {

	private final ClientServices services;

	private final RunTarget target;

	private final UUID runId;

	private final Type resultType;

	private final QueryRejectCondition queryRejection;

	/**
	 * Creates it.
	 * @param target whom it speaks to
	 * @param runId the run that was started or found
	 */
	EngineWorkflowHandle(ClientServices services, RunTarget target, UUID runId, Type resultType) {
		this(services, target, runId, resultType, QueryRejectCondition.NONE);
	}

	private EngineWorkflowHandle(ClientServices services, RunTarget target, UUID runId, Type resultType,
			QueryRejectCondition queryRejection) {
		this.services = services;
		this.target = target;
		this.runId = runId;
		this.resultType = resultType;
		this.queryRejection = queryRejection;
	}

	static void requireOutside(String call, String instead) {
		if (CurrentWorkflow.get() != null) {
			throw new ClientInWorkflowException(call, instead);
		}
	}

	@Override
	public String workflowId() {
		return this.target.workflowId();
	}

	@Override
	public String runId() {
		return this.runId.toString();
	}

	@Override
	public WorkflowHandle<W, R> pinnedToChain() {
		requireOutside("pinnedToChain", "Workflows.external");
		UUID firstRunId = this.services.executions().require(RunTarget.run(workflowId(), this.runId)).firstRunId();
		return new EngineWorkflowHandle<>(this.services, RunTarget.chain(workflowId(), firstRunId), this.runId,
				this.resultType, this.queryRejection);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public R result() {
		requireOutside("result", "the promise of Workflows.child");
		return (R) await(this.resultType, null);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public R result(Duration timeout) {
		requireOutside("result", "the promise of Workflows.child");
		return (R) await(this.resultType, timeout);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T> T result(Class<T> type) {
		requireOutside("result", "the promise of Workflows.child");
		return (T) await(type, null);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T> T result(ParameterizedTypeReference<T> type) {
		requireOutside("result", "the promise of Workflows.child");
		return (T) await(type.getType(), null);
	}

	private @Nullable Object await(Type type, @Nullable Duration timeout) {
		return this.services.around()
			.value(WorkflowClientInterceptor::result, new ResultRequest(workflowId(), runId(), type),
					(call) -> this.services.results().await(this.target, this.runId, type, timeout));
	}

	@Override
	@SuppressWarnings("unchecked")
	public CompletableFuture<R> resultAsync() {
		requireOutside("resultAsync", "the promise of Workflows.child");
		return (CompletableFuture<R>) this.services.around()
			.around(WorkflowClientInterceptor::resultAsync, new ResultRequest(workflowId(), runId(), this.resultType),
					(call) -> this.services.results().later(this.target, this.runId, this.resultType));
	}

	@Override
	public void signal(String signal, @Nullable Object... arguments) {
		requireOutside("signal", "Workflows.external(id).signal");
		MessageRequest request = this.services.message(workflowId(), this.runId, signal, null, arguments);
		this.services.around().value(WorkflowClientInterceptor::signal, request, (call) -> {
			this.services.messages().signal(this.target, signal, call.headers(), json(call, "signal"));
			return null;
		});
	}

	/** The arguments of a message. */
	private byte[] json(MessageRequest message, String what) {
		return this.services.write(message.arguments().toArray(), what, message.name());
	}

	@Override
	public void signal(MethodReference method, @Nullable Object[] arguments) {
		signal(this.services.signal(method).name(), arguments);
	}

	@Override
	public void signalOnce(String requestId, String signal, @Nullable Object... arguments) {
		requireOutside("signalOnce", "an activity that sends it");
		MessageRequest request = this.services.message(workflowId(), this.runId, signal, requestId, arguments);
		this.services.around().value(WorkflowClientInterceptor::signal, request, (call) -> {
			this.services.messages().signalOnce(this.target, requestId, signal, call.headers(), json(call, "signal"));
			return null;
		});
	}

	@Override
	public void signalOnce(String requestId, MethodReference method, @Nullable Object[] arguments) {
		signalOnce(requestId, this.services.signal(method).name(), arguments);
	}

	@Override
	public <U> UpdateStart<U> startUpdate(String update, Class<U> resultType, @Nullable Object... arguments) {
		return startUpdate(update, (Type) resultType, arguments);
	}

	@Override
	public <U> UpdateStart<U> startUpdate(String update, ParameterizedTypeReference<U> resultType,
			@Nullable Object... arguments) {
		return startUpdate(update, resultType.getType(), arguments);
	}

	@Override
	public <U extends @Nullable Object> UpdateStart<U> startUpdate(MethodReference method,
			@Nullable Object[] arguments) {
		HandlerDefinition update = this.services.update(method);
		return startUpdate(update.name(), update.resultType(), arguments);
	}

	private <U extends @Nullable Object> UpdateStart<U> startUpdate(String update, Type resultType,
			@Nullable Object[] arguments) {
		requireOutside("update", "an activity that requests it");
		this.services.write(arguments, "update", update);
		return new EngineUpdateStart<>(this.services, workflowId(), this.services.messages().newUpdateId(), resultType,
				(updateId) -> UUID.fromString(requestUpdate(updateId, update, arguments)));
	}

	private String requestUpdate(String updateId, String update, @Nullable Object[] arguments) {
		MessageRequest request = this.services.message(workflowId(), this.runId, update, updateId, arguments);
		return this.services.around()
			.around(WorkflowClientInterceptor::update, request,
					(call) -> this.services.messages()
						.update(this.target, updateId, update, call.headers(), json(call, "update"))
						.toString());
	}

	@Override
	public <U> UpdateHandle<U> updateHandle(String updateId, Class<U> resultType) {
		return updateHandle(updateId, (Type) resultType);
	}

	@Override
	public <U> UpdateHandle<U> updateHandle(String updateId, ParameterizedTypeReference<U> resultType) {
		return updateHandle(updateId, resultType.getType());
	}

	private <U> UpdateHandle<U> updateHandle(String updateId, Type resultType) {
		requireOutside("updateHandle", "an activity that asks");
		Updates.Key key = new Updates.Key(workflowId(), current().runId(), updateId);
		this.services.updates().requireKnown(key);
		return new EngineUpdateHandle<>(this.services, key, resultType);
	}

	@Override
	public WorkflowHandle<W, R> rejectQueriesIf(QueryRejectCondition condition) {
		return new EngineWorkflowHandle<>(this.services, this.target, this.runId, this.resultType, condition);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <Q extends @Nullable Object> Q query(MethodReference method, @Nullable Object[] arguments) {
		HandlerDefinition query = this.services.query(method);
		return (Q) query(query.name(), query.resultType(), arguments);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <Q> Q query(String query, Class<Q> resultType, @Nullable Object... arguments) {
		return (Q) query(query, (Type) resultType, arguments);
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <Q> Q query(String query, ParameterizedTypeReference<Q> resultType, @Nullable Object... arguments) {
		return (Q) query(query, resultType.getType(), arguments);
	}

	@Override
	public Optional<String> currentDetails() {
		return Optional.ofNullable(query(BuiltInQueries.CURRENT_DETAILS, String.class));
	}

	@Override
	public WorkflowMetadata metadata() {
		return query(BuiltInQueries.METADATA, WorkflowMetadata.class);
	}

	@Override
	public String stackTrace() {
		return query(BuiltInQueries.STACK_TRACE, String.class);
	}

	private @Nullable Object query(String query, Type resultType, @Nullable Object[] arguments) {
		requireOutside("query", "the state of the workflow itself, or an activity that asks");
		MessageRequest request = this.services.message(workflowId(), this.runId, query, null, arguments);
		return this.services.around().value(WorkflowClientInterceptor::query, request, (call) -> {
			byte[] answer = this.services.queries().query(current(), query, json(call, "query"), this.queryRejection);
			return this.services.payloads().read(answer, resultType, "The answer to query '" + query + "'");
		});
	}

	@Override
	public void cancel(String reason) {
		requireOutside("cancel", "Workflows.external(id).cancel");
		this.services.around()
			.value(WorkflowClientInterceptor::cancel, new RunRequest(workflowId(), runId(), reason), (call) -> {
				this.services.messages().cancel(this.target, call.reason());
				return null;
			});
	}

	@Override
	public void terminate(String reason) {
		requireOutside("terminate", "a cancellation scope");
		this.services.around()
			.value(WorkflowClientInterceptor::terminate, new RunRequest(workflowId(), runId(), reason), (call) -> {
				this.services.terminations().terminate(current().runId(), call.reason());
				return null;
			});
	}

	@Override
	public String reset(long toEventId, String reason) {
		requireOutside("reset", "an activity");
		return this.services.around()
			.around(WorkflowClientInterceptor::reset, new ResetRequest(workflowId(), runId(), toEventId, reason),
					(call) -> this.services.resets().reset(current(), toEventId, call.reason()).toString());
	}

	@Override
	public void resume() {
		requireOutside("resume", "an activity");
		this.services.around().value(WorkflowClientInterceptor::resume, reference(), (call) -> {
			this.services.resume(current().runId());
			return null;
		});
	}

	@Override
	public WorkflowDescription describe() {
		requireOutside("describe", "Workflows.info()");
		return this.services.around()
			.around(WorkflowClientInterceptor::describe, reference(),
					(call) -> this.services.executions().describe(this.target.workflowId(), current().runId()));
	}

	@Override
	public Memo memo() {
		requireOutside("memo", "Workflows.memo()");
		return this.services.around()
			.around(WorkflowClientInterceptor::memo, reference(),
					(call) -> new StoredMemo(
							this.services.executions().memo(this.target.workflowId(), current().runId()),
							this.services.payloads()));
	}

	@Override
	public WorkflowHistory history() {
		requireOutside("history", "Workflows.info()");
		return this.services.around()
			.around(WorkflowClientInterceptor::history, reference(),
					(call) -> this.services.executions().history(this.target.workflowId(), current().runId()));
	}

	private RunReference reference() {
		return new RunReference(workflowId(), runId());
	}

	/** The run that is meant: the open one, or else the last one. */
	private StoredExecution current() {
		return this.services.executions().require(this.target);
	}

	@Override
	public String toString() {
		return "workflow '" + this.target.workflowId() + "' (run " + this.runId + ")";
	}

}
