package dev.holdfast.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.test.WorkTally.Work;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the JVM, as in production, with a tally of what they are at. Whoever
 * waits for what takes time lets time go by. Thread-safe.
 */
final class TalliedThreads implements EngineThreads {

	/** A task that comes as soon as this belongs to what is being done now. */
	private static final long SHORT_PAUSE_MICROS = 10_000;

	private final JvmThreads threads = new JvmThreads();

	private final WorkTally tally;

	private final Waiting waiting;

	private final ThreadLocal<@Nullable Work> current = new ThreadLocal<>();

	/** Lets time go by until something has happened. */
	@FunctionalInterface
	interface Waiting {

		/**
		 * Waits for as long as it takes or so much real time.
		 * @param pause that of a thread of the engine, or {@code null} if it is another
		 * @return whether the future is done
		 */
		boolean await(CompletableFuture<?> future, long micros, @Nullable Pause pause) throws InterruptedException;

	}

	/**
	 * A thread of the engine has nothing to do. At no moment may it seem that it waits
	 * for nothing and does nothing either.
	 */
	interface Pause {

		/** It is known what it waits for. */
		void begins();

		/** It is still known what it waits for. */
		void ends();

	}

	TalliedThreads(WorkTally tally, Waiting waiting) {
		this.tally = tally;
		this.waiting = waiting;
	}

	/** Not counted: a coroutine runs only while a workflow task waits for it. */
	@Override
	public Executor coroutines() {
		return this.threads.coroutines();
	}

	@Override
	public Executor workflowTasks() {
		return tallied(this.threads.workflowTasks(), () -> this.tally.begin("a workflow task"));
	}

	@Override
	public Executor blocking(String name) {
		return tallied(this.threads.blocking(name), () -> this.tally.beginActivity("an activity"));
	}

	@Override
	public Executor callbacks() {
		return tallied(this.threads.callbacks(), () -> this.tally.begin("a callback"));
	}

	private Executor tallied(Executor executor, Supplier<Work> begin) {
		return (task) -> {
			Work work = begin.get();
			try {
				executor.execute(() -> run(work, task));
			}
			catch (RuntimeException | Error ex) {
				this.tally.end(work);
				throw ex;
			}
		};
	}

	/** Runs a task, within another one maybe, that counts. */
	private void run(Work work, Runnable task) {
		Work outer = this.current.get();
		this.current.set(work);
		try {
			task.run();
		}
		finally {
			Work last = this.current.get();
			this.tally.end((last != null) ? last : work);
			this.current.set(outer);
		}
	}

	@Override
	public Loop loop(String name, Runnable body) {
		Work work = this.tally.begin(name);
		return this.threads.loop(name, () -> run(work, body));
	}

	@Override
	public void later(long micros, Runnable task) {
		String what = "what comes after a pause";
		if (micros <= SHORT_PAUSE_MICROS) {
			Work work = this.tally.begin(what);
			this.threads.later(micros, () -> run(work, task));
		}
		else {
			this.threads.later(micros, () -> run(this.tally.begin(what), task));
		}
	}

	@Override
	public WakeUp wakeUp() {
		return new TalliedWakeUp(this.threads.wakeUp());
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

	/** Who waits, an activity for the result of another workflow, say, does nothing. */
	@Override
	public boolean awaitEvent(CompletableFuture<?> future, long micros) throws InterruptedException {
		Work work = this.current.get();
		if (work == null) {
			return this.waiting.await(future, micros, null);
		}
		return this.waiting.await(future, micros, new Pause() {

			@Override
			public void begins() {
				TalliedThreads.this.tally.end(work);
			}

			@Override
			public void ends() {
				TalliedThreads.this.current.set(TalliedThreads.this.tally.beginAgain(work));
			}

		});
	}

	@Override
	public long nanoTime() {
		return this.threads.nanoTime();
	}

	/**
	 * A loop that waits does nothing; it does something from the moment in which it is
	 * called.
	 */
	private final class TalliedWakeUp implements WakeUp {

		private final WakeUp wakeUp;

		private boolean waits;

		private @Nullable Work called;

		TalliedWakeUp(WakeUp wakeUp) {
			this.wakeUp = wakeUp;
		}

		@Override
		public void call() {
			synchronized (this) {
				if (this.waits && this.called == null) {
					this.called = TalliedThreads.this.tally.begin("a loop that was woken");
				}
				this.wakeUp.call();
			}
		}

		@Override
		public boolean await(long micros) {
			Work work = TalliedThreads.this.current.get();
			synchronized (this) {
				this.waits = !this.wakeUp.isCalled();
			}
			if (work == null || !this.waits) {
				return this.wakeUp.await(micros);
			}
			TalliedThreads.this.tally.end(work);
			boolean called = this.wakeUp.await(micros);
			synchronized (this) {
				this.waits = false;
				Work next = (this.called != null) ? this.called : TalliedThreads.this.tally.beginAgain(work);
				TalliedThreads.this.current.set(next);
				this.called = null;
			}
			return called;
		}

		@Override
		public boolean isCalled() {
			return this.wakeUp.isCalled();
		}

	}

}
