package dev.holdfast.engine.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.JvmThreads;

/** Threads of the JVM, of which there may be none left now and then. */
public final class ScarceThreads implements EngineThreads {

	private final EngineThreads threads = new JvmThreads();

	private final AtomicInteger missing = new AtomicInteger();

	private final AtomicInteger missed = new AtomicInteger();

	private final List<Long> delays = new CopyOnWriteArrayList<>();

	/** So many times from now on, no thread is to be had for a task or an activity. */
	public void runOut(int times) {
		this.missing.set(times);
	}

	/** For how long what was to be done later was put off, in microseconds. */
	public List<Long> delays() {
		return this.delays;
	}

	/** How often there was none. */
	public int missed() {
		return this.missed.get();
	}

	private Executor scarce(Executor executor) {
		return (task) -> {
			if (this.missing.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				this.missed.incrementAndGet();
				throw new OutOfMemoryError("unable to create native thread");
			}
			executor.execute(task);
		};
	}

	@Override
	public Executor coroutines() {
		return this.threads.coroutines();
	}

	@Override
	public Executor workflowTasks() {
		return scarce(this.threads.workflowTasks());
	}

	@Override
	public Executor blocking(String name) {
		return scarce(this.threads.blocking(name));
	}

	@Override
	public Executor callbacks() {
		return this.threads.callbacks();
	}

	@Override
	public Loop loop(String name, Runnable body) {
		return this.threads.loop(name, body);
	}

	@Override
	public void later(long micros, Runnable task) {
		this.delays.add(micros);
		this.threads.later(micros, task);
	}

	@Override
	public WakeUp wakeUp() {
		return this.threads.wakeUp();
	}

	@Override
	public Mutex mutex() {
		return this.threads.mutex();
	}

	@Override
	public void sleep(long micros) throws InterruptedException {
		this.threads.sleep(micros);
	}

	@Override
	public boolean await(CompletableFuture<?> future, long micros) throws InterruptedException {
		return this.threads.await(future, micros);
	}

	@Override
	public long nanoTime() {
		return this.threads.nanoTime();
	}

}
