package dev.holdfast.engine.schedule;

import java.util.concurrent.Executor;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.client.EngineWorkflowClient;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.Store;
import dev.holdfast.schedule.ScheduleClient;

/** Everything about schedules in the engine of a node. */
public final class EngineSchedules {

	private final ScheduleLoop loop;

	private final ScheduleClient client;

	private final DeclaredSchedules declared;

	/**
	 * Creates it.
	 * @param pollMicros how long a schedule may be due at most until it is noticed
	 */
	public EngineSchedules(RunEnvironment environment, Store store, RunRegistry registry, ResultWaiters waiters,
			Definitions definitions, PayloadMapper payloads, EngineWorkflowClient workflows, StartTemplates templates,
			Executor blocking, long pollMicros) {
		WorkflowClient own = workflows.withoutInterceptors();
		ScheduleActions actions = new ScheduleActions(store, payloads.json(), environment.clock(), templates, registry,
				own, environment.metrics(), blocking);
		this.loop = new ScheduleLoop(store.schedules(), actions, environment.clock(), environment.timers(), waiters,
				pollMicros, environment.threads());
		ScheduleBook book = new ScheduleBook(store.schedules(), payloads.json(), environment.clock(),
				this.loop::wakeUp);
		this.client = new EngineScheduleClient(workflows, templates, book, payloads, definitions,
				environment.services().contexts(), environment.services().interceptors().schedules());
		this.declared = new DeclaredSchedules(definitions, own, templates, book);
	}

	/** Brings the schedules that workflow classes declare up to date. */
	public void reconcile() {
		this.declared.reconcile();
	}

	/** Begins to act. */
	public void start() {
		this.loop.start();
	}

	/** Takes no more actions. */
	public void stop() {
		this.loop.stop();
	}

	public ScheduleClient client() {
		return this.client;
	}

	/** Whether nothing is being done at present. */
	public boolean isIdle() {
		return this.loop.isIdle();
	}

}
