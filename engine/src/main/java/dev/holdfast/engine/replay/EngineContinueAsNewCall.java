package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.interceptor.ContinueAsNewRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.workflow.ContinueAsNewCall;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/** The continuation of a run as a new one that is being put together. */
final class EngineContinueAsNewCall implements ContinueAsNewCall {

	private static final String CALL = "Workflows.continueAsNew";

	private final RunContext context;

	private final String workflowType;

	private final @Nullable Object[] arguments;

	private final Map<String, String> memo = new LinkedHashMap<>();

	private final List<SearchAttributeUpdate> searchAttributes = new ArrayList<>();

	private String taskQueue;

	private @Nullable Long runTimeout;

	private @Nullable Long taskTimeout;

	private @Nullable Long backoff;

	private @Nullable RetryPolicy retry;

	private EngineContinueAsNewCall(RunContext context, String workflowType, @Nullable WorkflowDefinition definition,
			@Nullable Object[] arguments) {
		this.context = context;
		this.workflowType = workflowType;
		this.arguments = arguments;
		String own = (definition != null && definition != context.definition()) ? definition.taskQueue() : null;
		this.taskQueue = (own != null) ? own : context.started().taskQueue();
		this.runTimeout = context.started().timing().runTimeout();
		this.taskTimeout = context.started().timing().taskTimeout();
		this.retry = context.started().retry();
		if (definition != null && arguments.length != definition.main().parameterTypes().length) {
			throw new IllegalArgumentException(
					"Workflow " + workflowType + " takes " + definition.main().parameterTypes().length + " arguments ("
							+ definition.main().method().toGenericString() + "), but was given " + arguments.length);
		}
	}

	/** A new run of the same type. */
	static EngineContinueAsNewCall same(RunContext context, @Nullable Object[] arguments) {
		return new EngineContinueAsNewCall(context, context.definition().type(), context.definition(), arguments);
	}

	static EngineContinueAsNewCall as(RunContext context, String workflowType, @Nullable Object[] arguments) {
		return new EngineContinueAsNewCall(context, workflowType,
				context.services().definitions().workflow(workflowType), arguments);
	}

	static EngineContinueAsNewCall as(RunContext context, MethodReference method, @Nullable Object[] arguments) {
		ReferencedMethod referenced = ReferencedMethod.of(method);
		WorkflowDefinition next = context.services().definitions().workflowOf(referenced.type());
		if (next == null || !next.main().method().getName().equals(referenced.method().getName())) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is no workflow method of this application. Annotate the class with @Workflow and the method with"
					+ " @WorkflowMethod.");
		}
		return new EngineContinueAsNewCall(context, next.type(), next, arguments);
	}

	@Override
	public ContinueAsNewCall taskQueue(String taskQueue) {
		this.taskQueue = Identifiers.requireTaskQueue(taskQueue);
		return this;
	}

	@Override
	public ContinueAsNewCall runTimeout(Duration timeout) {
		this.runTimeout = Micros.of(ActivityLayer.positive("runTimeout", timeout));
		return this;
	}

	@Override
	public ContinueAsNewCall taskTimeout(Duration timeout) {
		this.taskTimeout = Micros.of(ActivityLayer.positive("taskTimeout", timeout));
		return this;
	}

	@Override
	public ContinueAsNewCall retryPolicy(RetryPolicy policy) {
		this.retry = policy;
		return this;
	}

	@Override
	public ContinueAsNewCall memo(String key, Object value) {
		this.memo.put(key, PayloadMapper.text(this.context.payloads().write(value, "Memo value '" + key + "'")));
		return this;
	}

	@Override
	public ContinueAsNewCall searchAttribute(String name, @Nullable Object value) {
		return searchAttribute(SearchAttributeUpdate.of(name, value));
	}

	@Override
	public <T> ContinueAsNewCall searchAttribute(SearchAttributeKey<T> key, @Nullable T value) {
		return searchAttribute((value != null) ? key.valueSet(value) : key.valueUnset());
	}

	private ContinueAsNewCall searchAttribute(SearchAttributeUpdate update) {
		nextSearchAttributes().set(update); // refuses what cannot be one
		this.searchAttributes.add(update);
		return this;
	}

	private SearchAttributeSet nextSearchAttributes() {
		SearchAttributeSet next = new SearchAttributeSet(this.context.searchAttributeCommands().stored());
		this.searchAttributes.forEach(next::set);
		return next;
	}

	/** All that the new run is found by, or {@code null} if it is what this one is. */
	private @Nullable Map<String, SearchAttributeValue> changedSearchAttributes() {
		return this.searchAttributes.isEmpty() ? null
				: Objects.requireNonNullElse(nextSearchAttributes().stored(), Map.of());
	}

	@Override
	public ContinueAsNewCall backoff(Duration backoff) {
		this.backoff = Micros.of(ActivityLayer.positive("backoff", backoff));
		return this;
	}

	@Override
	public <R extends @Nullable Object> R execute() {
		ContinueAsNewRequest request = new ContinueAsNewRequest(this.workflowType, this.taskQueue,
				Arrays.asList(this.arguments), this.context.around().nextHeaders());
		this.context.services()
			.interceptors()
			.outbound()
			.value(WorkflowOutboundInterceptor::continueAsNew, request, (call) -> {
				throw leave(call);
			});
		throw new IllegalStateException("An interceptor has answered " + CALL + " without going on, but the workflow"
				+ " code expects that it never returns: let it throw.");
	}

	private ContinueAsNew leave(ContinueAsNewRequest call) {
		this.context.requireMain(CALL);
		byte[] data = this.context.payloads()
			.writeArguments(call.arguments().toArray(),
					"The arguments of the new run of workflow " + this.workflowType);
		return this.context.leave(new ContinueAsNew(new WorkflowContinuedAsNew(this.context.values().nextUuid(),
				this.workflowType, this.taskQueue, Map.copyOf(this.memo), changedSearchAttributes(), this.runTimeout,
				this.taskTimeout, this.retry, this.backoff, CodeContext.stored(call.headers())), data));
	}

}
