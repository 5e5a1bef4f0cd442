package dev.holdfast.engine.activity;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most so many tasks at a time; the others wait in the order in which they came.
 * While paused, none is begun. Thread-safe.
 */
public final class Slots {

	private static final Logger logger = LoggerFactory.getLogger(Slots.class);

	private final int limit;

	private final Executor executor;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int used;

	private boolean paused;

	public Slots(int limit, Executor executor) {
		this.limit = limit;
		this.executor = executor;
	}

	/** Runs a task as soon as there is a slot. */
	public void submit(Runnable task) {
		synchronized (this.waiting) {
			if (this.paused || this.used >= this.limit) {
				this.waiting.add(task);
				return;
			}
			this.used++;
		}
		this.executor.execute(() -> runAll(task));
	}

	/**
	 * Goes on with another task in the slot of one whose thread does not come back. That
	 * task throws {@link TakenOver} if it ever ends.
	 */
	public void takeOver(Runnable task) {
		this.executor.execute(() -> runAll(task));
	}

	/** Says that somebody else has the slot of the task that throws it. */
	public static final class TakenOver extends Error {

		private static final long serialVersionUID = 1L;

		public TakenOver() {
			super("Another task has the slot of this one", null, false, false);
		}

	}

	private void runAll(Runnable first) {
		Runnable task = first;
		while (task != null) {
			try {
				task.run();
			}
			catch (TakenOver ex) {
				return;
			}
			catch (Throwable ex) {
				logger.error("A task failed in a way that it should have handled", ex);
			}
			task = nextOrGiveBack();
		}
	}

	private @Nullable Runnable nextOrGiveBack() {
		synchronized (this.waiting) {
			Runnable next = this.paused ? null : this.waiting.poll();
			if (next == null) {
				this.used--;
			}
			return next;
		}
	}

	/** Begins no more tasks; those that run go on. */
	public void pause() {
		synchronized (this.waiting) {
			this.paused = true;
		}
	}

	/** Begins tasks again. */
	public void resume() {
		while (true) {
			Runnable next;
			synchronized (this.waiting) {
				this.paused = false;
				if (this.used >= this.limit || this.waiting.isEmpty()) {
					return;
				}
				next = this.waiting.remove();
				this.used++;
			}
			this.executor.execute(() -> runAll(next));
		}
	}

	public int limit() {
		return this.limit;
	}

	public int used() {
		synchronized (this.waiting) {
			return this.used;
		}
	}

	public int waiting() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

}
