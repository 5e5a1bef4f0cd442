package dev.holdfast.engine.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.run.Worker;
import dev.holdfast.engine.run.Workers;
import dev.holdfast.worker.UnknownTaskQueueException;
import dev.holdfast.worker.WorkerInfo;
import dev.holdfast.worker.WorkflowWorkers;

/** The workers of this node. */
public final class EngineWorkflowWorkers implements WorkflowWorkers {

	private static final long PAUSE_MICROS = 5_000;

	private final Workers workers;

	private final RunRegistry registry;

	private final EngineThreads threads;

	private final BooleanSupplier running;

	private final Runnable wakeUp;

	/**
	 * Creates it.
	 * @param running whether the engine works
	 * @param wakeUp looks for work
	 */
	public EngineWorkflowWorkers(Workers workers, RunRegistry registry, EngineThreads threads, BooleanSupplier running,
			Runnable wakeUp) {
		this.workers = workers;
		this.registry = registry;
		this.threads = threads;
		this.running = running;
		this.wakeUp = wakeUp;
	}

	@Override
	public List<WorkerInfo> list() {
		return this.workers.all().stream().map(this::info).toList();
	}

	@Override
	public WorkerInfo get(String taskQueue) {
		return info(require(taskQueue));
	}

	private Worker require(String taskQueue) {
		Worker worker = this.workers.of(taskQueue);
		if (worker == null) {
			throw new UnknownTaskQueueException(taskQueue, this.workers.taskQueues());
		}
		return worker;
	}

	private WorkerInfo info(Worker worker) {
		return new WorkerInfo(worker.taskQueue(), state(worker), this.registry.size(worker.taskQueue()),
				slots(worker.workflowTasks()), slots(worker.activities()), slots(worker.localActivities()));
	}

	private WorkerInfo.State state(Worker worker) {
		if (!this.running.getAsBoolean()) {
			return WorkerInfo.State.STOPPED;
		}
		if (!worker.control().isPaused()) {
			return WorkerInfo.State.RUNNING;
		}
		return worker.control().isDraining() ? WorkerInfo.State.DRAINING : WorkerInfo.State.PAUSED;
	}

	private static WorkerInfo.Slots slots(Slots slots) {
		return new WorkerInfo.Slots(slots.limit(), slots.used(), slots.waiting());
	}

	@Override
	public void pause(String taskQueue) {
		pause(List.of(require(taskQueue)));
	}

	@Override
	public void pause() {
		pause(this.workers.all());
	}

	private void pause(Collection<Worker> paused) {
		for (Worker worker : paused) {
			worker.control().pause();
			this.registry.release(worker.taskQueue());
		}
		this.wakeUp.run();
	}

	@Override
	public void resume(String taskQueue) {
		resume(List.of(require(taskQueue)));
	}

	@Override
	public void resume() {
		resume(this.workers.all());
	}

	private void resume(Collection<Worker> resumed) {
		resumed.forEach((worker) -> worker.control().resume());
		this.wakeUp.run();
	}

	@Override
	public boolean drain(String taskQueue, Duration timeout) {
		return drain(List.of(require(taskQueue)), timeout);
	}

	@Override
	public boolean drain(Duration timeout) {
		return drain(this.workers.all(), timeout);
	}

	private boolean drain(Collection<Worker> drained, Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("The timeout of a drain must not be negative, but is " + timeout);
		}
		pause(drained);
		drained.forEach((worker) -> worker.control().beginDrain());
		try {
			return await(drained, timeout);
		}
		finally {
			drained.forEach((worker) -> worker.control().endDrain());
		}
	}

	private boolean await(Collection<Worker> drained, Duration timeout) {
		long end = this.threads.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout.toMillis());
		while (!drained.stream().allMatch(this::isAtRest)) {
			if (this.threads.nanoTime() >= end) {
				return false;
			}
			try {
				this.threads.sleep(PAUSE_MICROS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return drained.stream().allMatch(this::isAtRest);
			}
		}
		return true;
	}

	private boolean isAtRest(Worker worker) {
		return worker.workflowTasks().used() + worker.activities().used() + worker.localActivities().used() == 0
				&& this.registry.size(worker.taskQueue()) == 0;
	}

}
