package dev.holdfast.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.run.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What this node has and what waits, at the moment of asking. */
final class EngineGauges implements MeterBinder {

	private final HoldfastEngine engine;

	private final QueueDepths depths;

	EngineGauges(HoldfastEngine engine) {
		this.engine = engine;
		this.depths = new QueueDepths(engine, new JvmThreads().blocking("holdfast-metrics-"));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("holdfast.runs.owned", this.engine, HoldfastEngine::ownedRuns)
			.description("Runs that this node has")
			.register(registry);
		Gauge.builder("holdfast.workflow.stuck", this.depths, QueueDepths::stuck)
			.description("Executions that are stuck until changed code starts or they are resumed, on all nodes")
			.register(registry);
		Gauge.builder("holdfast.workflow.code.abandoned.threads", this.engine, HoldfastEngine::givenUpThreads)
			.description("Threads held by workflow code that took too long and was given up")
			.register(registry);
		Gauge
			.builder("holdfast.leaks", this.engine,
					(all) -> all.retention().leaks().values().stream().mapToLong(Long::longValue).sum())
			.description("Rows that lead nowhere; there should be none")
			.register(registry);
		for (Worker worker : this.engine.workers().all()) {
			bind(registry, worker);
		}
	}

	private void bind(MeterRegistry registry, Worker worker) {
		String queue = worker.taskQueue();
		Gauge.builder("holdfast.taskqueue.backlog", this.depths, (depths) -> depths.backlog(queue))
			.description("Tasks that are due and that no node has")
			.tag("queue", queue)
			.register(registry);
		TimeGauge
			.builder("holdfast.taskqueue.oldest.age", this.depths, TimeUnit.MICROSECONDS,
					(depths) -> depths.oldestAge(queue))
			.description("Time that the oldest of these tasks has waited")
			.tag("queue", queue)
			.register(registry);
		bind(registry, queue, "workflow-task", worker.workflowTasks());
		bind(registry, queue, "activity", worker.activities());
		bind(registry, queue, "local-activity", worker.localActivities());
	}

	private static void bind(MeterRegistry registry, String queue, String kind, Slots slots) {
		String name = "holdfast.worker.slots";
		String description = "Tasks that this node runs at the same time, and could run";
		Gauge.builder(name, slots, Slots::used)
			.description(description)
			.tags("queue", queue, "kind", kind, "state", "used")
			.register(registry);
		Gauge.builder(name, slots, (all) -> all.limit() - all.used())
			.description(description)
			.tags("queue", queue, "kind", kind, "state", "free")
			.register(registry);
	}

}
