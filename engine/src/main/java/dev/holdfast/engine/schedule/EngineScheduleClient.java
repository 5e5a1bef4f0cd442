package dev.holdfast.engine.schedule;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.client.ClientInWorkflowException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.ScheduleListRequest;
import dev.holdfast.method.MethodReference;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleCreation;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.spi.CurrentWorkflow;
import org.jspecify.annotations.Nullable;

/** The schedule client of this engine. */
final class EngineScheduleClient implements ScheduleClient {

	private final WorkflowClient workflows;

	private final StartTemplates templates;

	private final ScheduleBook book;

	private final ScheduleViews views;

	private final PayloadMapper payloads;

	private final Definitions definitions;

	private final ContextPropagators contexts;

	private final Layers<ScheduleClientInterceptor> interceptors;

	EngineScheduleClient(WorkflowClient workflows, StartTemplates templates, ScheduleBook book, PayloadMapper payloads,
			Definitions definitions, ContextPropagators contexts, Layers<ScheduleClientInterceptor> interceptors) {
		this.workflows = workflows;
		this.templates = templates;
		this.book = book;
		this.views = new ScheduleViews(book);
		this.payloads = payloads;
		this.definitions = definitions;
		this.contexts = contexts;
		this.interceptors = interceptors;
	}

	static void requireOutside(String call) {
		if (CurrentWorkflow.get() != null) {
			throw new ClientInWorkflowException("ScheduleClient." + call, "Workflows.sleep or Workflows.continueAsNew");
		}
	}

	@Override
	public ScheduleCreation<Object, @Nullable Object> schedule(String scheduleId, String workflowType,
			@Nullable Object... arguments) {
		requireOutside("schedule");
		return new EngineScheduleCreation<>(scheduleId,
				this.workflows.<@Nullable Object>workflow(workflowType, Object.class, arguments), arguments,
				this.templates, this.book, this);
	}

	@Override
	public <W, R extends @Nullable Object> ScheduleCreation<W, R> schedule(String scheduleId, MethodReference method,
			@Nullable Object[] arguments) {
		requireOutside("schedule");
		return new EngineScheduleCreation<>(scheduleId, this.workflows.<W, R>workflow(method, arguments), arguments,
				this.templates, this.book, this);
	}

	@Override
	public ScheduleHandle handle(String scheduleId) {
		requireOutside("handle");
		if (!this.book.schedules().exists(scheduleId)) {
			throw new ScheduleNotFoundException(scheduleId);
		}
		return known(scheduleId);
	}

	ScheduleHandle known(String scheduleId) {
		return new EngineScheduleHandle(scheduleId, this.book, this.views, this.templates, this.payloads,
				this.definitions, this.interceptors);
	}

	/** What writes and reads values of users. */
	PayloadMapper payloads() {
		return this.payloads;
	}

	/** The interceptors of calls like these. */
	Layers<ScheduleClientInterceptor> interceptors() {
		return this.interceptors;
	}

	/** The context of the caller, to go with what a schedule starts. */
	Map<String, String> headers() {
		return Objects.requireNonNullElse(this.contexts.capture(), Map.of());
	}

	@Override
	public List<ScheduleSummary> list() {
		requireOutside("list");
		return this.interceptors.around(ScheduleClientInterceptor::list, new ScheduleListRequest(),
				(call) -> this.views.list());
	}

}
