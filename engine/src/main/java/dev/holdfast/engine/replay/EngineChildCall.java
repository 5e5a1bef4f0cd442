package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.RunAttributes.Notes;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.interceptor.ChildRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.ChildCancellationType;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/** The start of a child workflow that is being put together. */
final class EngineChildCall<R extends @Nullable Object> implements ChildCall<R> {

	private final RunContext context;

	private final String workflowType;

	private final @Nullable WorkflowDefinition definition;

	private final Type resultType;

	private final @Nullable Object[] arguments;

	private final Map<String, String> memo = new LinkedHashMap<>();

	private final SearchAttributeSet searchAttributes = new SearchAttributeSet();

	private @Nullable String workflowId;

	private @Nullable String summary;

	private Priority priority = Priority.DEFAULT;

	private @Nullable String details;

	private @Nullable String taskQueue;

	private @Nullable Long executionTimeout;

	private @Nullable Long runTimeout;

	private @Nullable Long taskTimeout;

	private @Nullable RetryPolicy retryPolicy;

	private @Nullable WorkflowIdReusePolicy idReusePolicy;

	private @Nullable ChildCancellationType cancellationType;

	private ParentClosePolicy parentClosePolicy = ParentClosePolicy.TERMINATE;

	EngineChildCall(RunContext context, String workflowType, @Nullable WorkflowDefinition definition, Type resultType,
			@Nullable Object[] arguments) {
		this.context = context;
		this.workflowType = workflowType;
		this.definition = definition;
		this.retryPolicy = (definition != null) ? definition.retry() : null;
		this.resultType = resultType;
		this.arguments = arguments;
	}

	@Override
	public ChildCall<R> id(String workflowId) {
		this.workflowId = Identifiers.requireWorkflowId(workflowId);
		return this;
	}

	@Override
	public ChildCall<R> taskQueue(String taskQueue) {
		this.taskQueue = Identifiers.requireTaskQueue(taskQueue);
		return this;
	}

	@Override
	public ChildCall<R> executionTimeout(Duration timeout) {
		this.executionTimeout = Micros.of(ActivityLayer.positive("executionTimeout", timeout));
		return this;
	}

	@Override
	public ChildCall<R> parentClosePolicy(ParentClosePolicy policy) {
		this.parentClosePolicy = policy;
		return this;
	}

	@Override
	public ChildCall<R> memo(String key, Object value) {
		MemoSize.put(this.memo, key,
				PayloadMapper.text(this.context.payloads().write(value, "Memo value '" + key + "'")));
		return this;
	}

	@Override
	public ChildCall<R> searchAttribute(String name, @Nullable Object value) {
		this.searchAttributes.set(SearchAttributeUpdate.of(name, value));
		return this;
	}

	@Override
	public ChildCall<R> runTimeout(Duration timeout) {
		this.runTimeout = Micros.of(ActivityLayer.positive("runTimeout", timeout));
		return this;
	}

	@Override
	public <T> ChildCall<R> searchAttribute(SearchAttributeKey<T> key, @Nullable T value) {
		this.searchAttributes.set((value != null) ? key.valueSet(value) : key.valueUnset());
		return this;
	}

	@Override
	public ChildCall<R> taskTimeout(Duration timeout) {
		this.taskTimeout = Micros.of(ActivityLayer.positive("taskTimeout", timeout));
		return this;
	}

	@Override
	public ChildCall<R> retryPolicy(RetryPolicy policy) {
		this.retryPolicy = policy;
		return this;
	}

	@Override
	public ChildCall<R> idReusePolicy(WorkflowIdReusePolicy policy) {
		this.idReusePolicy = policy;
		return this;
	}

	@Override
	public ChildCall<R> cancellationType(ChildCancellationType type) {
		this.cancellationType = type;
		return this;
	}

	@Override
	public ChildCall<R> priority(Priority priority) {
		this.priority = priority;
		return this;
	}

	@Override
	public ChildCall<R> summary(String summary) {
		this.summary = NoteTexts.requireSummary(summary);
		return this;
	}

	@Override
	public ChildCall<R> details(String details) {
		this.details = NoteTexts.requireDetails(details);
		return this;
	}

	@Override
	public R execute() {
		return async().get();
	}

	@Override
	public Promise<R> async() {
		return start().result();
	}

	@Override
	@SuppressWarnings("unchecked")
	public ChildHandle<R> start() {
		ChildRequest request = new ChildRequest(this.workflowType, this.workflowId, Arrays.asList(this.arguments),
				this.context.around().headers());
		return (ChildHandle<R>) this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::child, request, this::start);
	}

	private ChildHandle<Object> start(ChildRequest request) {
		PendingItem<ChildInitiated> child = this.context.children()
			.initiate(this.workflowType, this.workflowId, request.arguments().toArray(), this.resultType,
					(id, runId) -> command(id, runId, CodeContext.stored(request.headers())));
		return new EngineChildHandle<>(this.context.externals(), child.attributes(), child.promise());
	}

	private ChildInitiated command(String id, UUID runId, @Nullable Map<String, String> headers) {
		String queue = this.taskQueue;
		if (queue == null && this.definition != null) {
			queue = this.definition.taskQueue();
		}
		return new ChildInitiated(this.workflowType, id, runId,
				(queue != null) ? queue : this.context.started().taskQueue(), Map.copyOf(this.memo),
				this.searchAttributes.stored(), this.executionTimeout, this.runTimeout, this.taskTimeout,
				this.retryPolicy, this.parentClosePolicy, this.cancellationType, this.idReusePolicy, headers,
				Notes.of(this.summary, this.details), this.context.inherited(this.priority));
	}

}
