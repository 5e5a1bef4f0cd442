package dev.holdfast.engine.schedule;

import java.util.List;

import dev.holdfast.client.ClientInWorkflowException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.payload.PayloadMapper;
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

	EngineScheduleClient(WorkflowClient workflows, StartTemplates templates, ScheduleBook book, PayloadMapper payloads,
			Definitions definitions) {
		this.workflows = workflows;
		this.templates = templates;
		this.book = book;
		this.views = new ScheduleViews(book.schedules());
		this.payloads = payloads;
		this.definitions = definitions;
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
				this.workflows.<@Nullable Object>workflow(workflowType, Object.class, arguments), this.templates,
				this.book, this);
	}

	@Override
	public <W, R extends @Nullable Object> ScheduleCreation<W, R> schedule(String scheduleId, MethodReference method,
			@Nullable Object[] arguments) {
		requireOutside("schedule");
		return new EngineScheduleCreation<>(scheduleId, this.workflows.<W, R>workflow(method, arguments),
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
				this.definitions);
	}

	@Override
	public List<ScheduleSummary> list() {
		requireOutside("list");
		return this.views.list();
	}

}
