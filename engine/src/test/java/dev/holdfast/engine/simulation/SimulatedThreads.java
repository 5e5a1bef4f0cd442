package dev.holdfast.engine.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one simulated process. Coroutines have real ones: handing over to one
 * and back is one turn of the task that they belong to.
 */
final class SimulatedThreads implements EngineThreads {

	static final Executor COROUTINES = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(null, task, "simulated coroutine", 512 * 1024);
		thread.setDaemon(true);
		return thread;
	});

	private final Scheduler scheduler;

	private final Process process;

	SimulatedThreads(Scheduler scheduler, Process process) {
		this.scheduler = scheduler;
		this.process = process;
	}

	@Override
	public Executor coroutines() {
		return COROUTINES;
	}

	@Override
	public Executor workflowTasks() {
		return executor("workflow");
	}

	@Override
	public Executor blocking(String name) {
		return executor(name);
	}

	@Override
	public Executor callbacks() {
		return executor("callback");
	}

	/** Once the process is dead, what is left of it is cleared away at once. */
	private Executor executor(String name) {
		return (task) -> {
			if (this.process.isDead()) {
				task.run();
			}
			else {
				this.scheduler.spawn(this.process, name, 0, task);
			}
		};
	}

	@Override
	public Loop loop(String name, Runnable body) {
		CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
		this.scheduler.spawn(this.process, name, 0, () -> {
			try {
				body.run();
			}
			finally {
				ended.complete(null);
			}
		});
		return (micros) -> await(ended, micros);
	}

	@Override
	public void later(long micros, Runnable task) {
		if (!this.process.isDead()) {
			this.scheduler.spawn(this.process, "later", Math.max(1, micros), task);
		}
	}

	@Override
	public WakeUp wakeUp() {
		return new SimulatedWakeUp();
	}

	@Override
	public Mutex mutex() {
		return new SimulatedMutex();
	}

	@Override
	public void sleep(long micros) {
		if (!isGone()) {
			this.scheduler.block(micros);
		}
	}

	@Override
	public boolean await(CompletableFuture<?> future, long micros) {
		return isGone() ? future.isDone() : this.scheduler.await(future, micros);
	}

	/** Whether the process is dead, and somebody else clears away what is left of it. */
	private boolean isGone() {
		return this.process.isDead() && !this.scheduler.current().killed;
	}

	@Override
	public long nanoTime() {
		return this.process.nanoTime();
	}

	@Override
	public boolean areInRealTime() {
		return false;
	}

	private final class SimulatedWakeUp implements WakeUp {

		private boolean called;

		private @Nullable Task waiting;

		@Override
		public void call() {
			this.called = true;
			Task task = this.waiting;
			if (task != null) {
				SimulatedThreads.this.scheduler.wake(task);
			}
		}

		@Override
		public boolean await(long micros) {
			if (isGone()) {
				return false;
			}
			if (!this.called) {
				this.waiting = SimulatedThreads.this.scheduler.current();
				try {
					SimulatedThreads.this.scheduler.block(micros);
				}
				finally {
					this.waiting = null;
				}
			}
			else {
				SimulatedThreads.this.scheduler.pause();
			}
			boolean result = this.called;
			this.called = false;
			return result;
		}

		@Override
		public boolean isCalled() {
			return this.called;
		}

	}

	private final class SimulatedMutex implements Mutex {

		private final Deque<Task> waiting = new ArrayDeque<>();

		private boolean taken;

		@Override
		public void run(Runnable body) {
			while (this.taken && !isGone()) {
				Task me = SimulatedThreads.this.scheduler.current();
				this.waiting.add(me);
				try {
					SimulatedThreads.this.scheduler.block(Long.MAX_VALUE);
				}
				finally {
					this.waiting.remove(me);
				}
			}
			this.taken = true;
			try {
				body.run();
			}
			finally {
				this.taken = false;
				Task next = this.waiting.poll();
				if (next != null) {
					SimulatedThreads.this.scheduler.wake(next);
				}
			}
		}

	}

}
