package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.UnknownWorkflowTypeException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecutions;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.run.Endings;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.search.ExecutionQuery;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.Store;
import dev.holdfast.interceptor.CountRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** The client of this engine. */
public final class EngineWorkflowClient implements WorkflowClient {

	private final ClientServices services;

	private final RunEnvironment environment;

	private final BooleanSupplier acceptsRuns;

	/**
	 * Creates it.
	 * @param tasks runs the code of workflows
	 * @param threads runs what may block
	 * @param acceptsRuns whether a run may be born to this node
	 * @param works whether this node works at all
	 */
	public EngineWorkflowClient(RunEnvironment environment, Store store, RunRegistry registry, ResultWaiters waiters,
			Executions executions, Executor tasks, Executor threads, BooleanSupplier acceptsRuns,
			BooleanSupplier works) {
		RunServices run = environment.services();
		this.environment = environment;
		this.acceptsRuns = acceptsRuns;
		Endings endings = new Endings(environment);
		Terminations terminations = new Terminations(store, endings, registry, environment.threads());
		this.services = new ClientServices(run.definitions(), run.payloads(), store, environment.clock(), registry,
				executions, new Messages(store, environment.codec(), registry, environment.ids()),
				new Queries(store, run, registry, environment.threads(), tasks),
				new Results(store, run.payloads(), waiters, threads, environment.threads(), works, registry::owns),
				new Updates(store, run.payloads(), waiters, threads, environment.threads(), environment.clock()),
				terminations, new Resets(store, environment, endings, terminations, registry, acceptsRuns),
				run.contexts(), run.interceptors());
	}

	private EngineWorkflowClient(EngineWorkflowClient other, ClientServices services) {
		this.environment = other.environment;
		this.acceptsRuns = other.acceptsRuns;
		this.services = services;
	}

	/** A client for what the engine does by itself: no interceptor hears of that. */
	public EngineWorkflowClient withoutInterceptors() {
		return new EngineWorkflowClient(this, this.services.withoutInterceptors());
	}

	@Override
	public <W, R extends @Nullable Object> WorkflowStart<W, R> workflow(MethodReference method,
			@Nullable Object[] arguments) {
		EngineWorkflowHandle.requireOutside("workflow", "Workflows.child");
		ReferencedMethod referenced = ReferencedMethod.of(method);
		WorkflowDefinition workflow = require(referenced.type());
		if (!workflow.main().method().getName().equals(referenced.method().getName())) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is not the workflow method; that is " + workflow.main().method().getName());
		}
		return start(workflow, workflow.main().resultType(), arguments);
	}

	@Override
	public <R> WorkflowStart<Object, R> workflow(String workflowType, Class<R> resultType,
			@Nullable Object... arguments) {
		EngineWorkflowHandle.requireOutside("workflow", "Workflows.child");
		return start(require(workflowType), resultType, arguments);
	}

	@Override
	public <R> WorkflowStart<Object, R> workflow(String workflowType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments) {
		EngineWorkflowHandle.requireOutside("workflow", "Workflows.child");
		return start(require(workflowType), resultType.getType(), arguments);
	}

	private <W, R extends @Nullable Object> WorkflowStart<W, R> start(WorkflowDefinition workflow, Type resultType,
			@Nullable Object[] arguments) {
		if (!PayloadMapper.fit(workflow.main().parameterTypes(), arguments.length)) {
			throw new IllegalArgumentException(
					"Workflow " + workflow.type() + " takes " + workflow.main().parameterTypes().length + " arguments ("
							+ workflow.main().method().toGenericString() + "), but was given " + arguments.length);
		}
		this.services.payloads()
			.requireReadable(arguments, workflow.main().parameterTypes(), workflow.main().method().toGenericString(),
					"The input of workflow " + workflow.type());
		return new EngineWorkflowStart<>(this.services, this.environment, workflow, resultType, arguments,
				this.acceptsRuns);
	}

	private WorkflowDefinition require(String workflowType) {
		WorkflowDefinition workflow = this.services.definitions().workflow(workflowType);
		if (workflow == null) {
			throw new UnknownWorkflowTypeException("This application has no workflow '" + workflowType + "'.",
					this.services.definitions().workflows().stream().map(WorkflowDefinition::type).toList());
		}
		return workflow;
	}

	private WorkflowDefinition require(Class<?> type) {
		WorkflowDefinition workflow = this.services.definitions().workflowOf(type);
		if (workflow == null) {
			throw new UnknownWorkflowTypeException(
					"The class " + type.getName()
							+ " is no workflow of this application; annotate it with @Workflow and make it a bean.",
					this.services.definitions().workflows().stream().map(WorkflowDefinition::type).toList());
		}
		return workflow;
	}

	@Override
	public <W> WorkflowHandle<W, @Nullable Object> handle(Class<W> workflow, String workflowId) {
		EngineWorkflowHandle.requireOutside("handle", "Workflows.child");
		return found(RunTarget.latest(workflowId), require(workflow).main().resultType());
	}

	@Override
	public <W> WorkflowHandle<W, @Nullable Object> handle(Class<W> workflow, String workflowId, String runId) {
		EngineWorkflowHandle.requireOutside("handle", "Workflows.child");
		return found(RunTarget.run(workflowId, UUID.fromString(runId)), require(workflow).main().resultType());
	}

	@Override
	public WorkflowHandle<Object, @Nullable Object> handle(String workflowId) {
		EngineWorkflowHandle.requireOutside("handle", "Workflows.child");
		return found(RunTarget.latest(workflowId));
	}

	@Override
	public WorkflowHandle<Object, @Nullable Object> handle(String workflowId, String runId) {
		EngineWorkflowHandle.requireOutside("handle", "Workflows.child");
		return found(RunTarget.run(workflowId, UUID.fromString(runId)));
	}

	/** Whatever its type, which this application need not know. */
	private WorkflowHandle<Object, @Nullable Object> found(RunTarget target) {
		StoredExecution execution = this.services.executions().require(target);
		WorkflowDefinition known = this.services.definitions().workflow(execution.workflowType());
		return new EngineWorkflowHandle<>(this.services, target, execution.runId(),
				(known != null) ? known.main().resultType() : Object.class);
	}

	private <W> WorkflowHandle<W, @Nullable Object> found(RunTarget target, Type resultType) {
		return new EngineWorkflowHandle<>(this.services, target, this.services.executions().require(target).runId(),
				resultType);
	}

	@Override
	public WorkflowExecutions list(String query) {
		EngineWorkflowHandle.requireOutside("list", "an activity that looks for executions");
		ExecutionQuery.parse(query);
		return new FoundExecutions(this.services, query);
	}

	@Override
	public long count(String query) {
		EngineWorkflowHandle.requireOutside("count", "an activity that counts executions");
		return this.services.around()
			.around(WorkflowClientInterceptor::count, new CountRequest(query, null),
					(call) -> this.services.executions().count(ExecutionQuery.parse(call.query())));
	}

	@Override
	public Map<String, Long> countBy(String query, String field) {
		EngineWorkflowHandle.requireOutside("countBy", "an activity that counts executions");
		return this.services.around()
			.around(WorkflowClientInterceptor::countBy, new CountRequest(query, field),
					(call) -> this.services.executions().countBy(ExecutionQuery.parse(call.query()), field));
	}

}
