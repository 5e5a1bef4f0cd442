package dev.holdfast.engine.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.holdfast.engine.dispatch.DispatchOrder;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most so many tasks at a time, and begins them no faster than it may; the others
 * wait in the order of their priorities. While paused, none is begun. Thread-safe.
 */
public final class Slots {

	private static final Logger logger = LoggerFactory.getLogger(Slots.class);

	private final int limit;

	private final Executor executor;

	private final @Nullable Pace pace;

	private final DispatchOrder<Waiting> waiting = new DispatchOrder<>();

	private int used;

	private boolean paused;

	private volatile Runnable freed = () -> {
	};

	private record Waiting(Priority priority, Runnable task) {
	}

	public Slots(int limit, Executor executor) {
		this(limit, executor, null);
	}

	/**
	 * Creates them.
	 * @param pace how fast tasks are begun, or {@code null} for as fast as they come
	 */
	public Slots(int limit, Executor executor, @Nullable Pace pace) {
		this.limit = limit;
		this.executor = executor;
		this.pace = pace;
	}

	/** Runs a task as soon as there is a slot and none comes before it. */
	public void submit(Priority priority, Runnable task) {
		synchronized (this.waiting) {
			this.waiting.add(priority, new Waiting(priority, task));
		}
		begin();
	}

	/** Begins what can be begun. */
	private void begin() {
		List<Waiting> beginning = new ArrayList<>();
		int held = 0;
		synchronized (this.waiting) {
			while (!this.paused && this.used < this.limit && !this.waiting.isEmpty()) {
				if (this.pace != null && !this.pace.tryBegin()) {
					held = this.waiting.size();
					break;
				}
				this.used++;
				beginning.add(this.waiting.remove());
			}
		}
		beginning.forEach(this::execute);
		if (held > 0 && this.pace != null) {
			this.pace.whenFree(held, this::begin);
		}
	}

	/**
	 * Runs a task in the slot that it has. If there is no thread to be had, the slot is
	 * free again and the task waits.
	 */
	private void execute(Waiting next) {
		try {
			this.executor.execute(() -> runAll(next.task()));
		}
		catch (Throwable ex) {
			synchronized (this.waiting) {
				this.used--;
				this.waiting.add(next.priority(), next);
			}
			logger.warn("There is no thread for a task, which waits until there is one: {}", ex.toString());
		}
	}

	/** Begins what waits for want of a thread. */
	public void retry() {
		if (waiting() > 0) {
			begin();
		}
	}

	/**
	 * Goes on with another task in the slot of one whose thread does not come back. That
	 * task throws {@link TakenOver} if it ever ends.
	 */
	public void takeOver(Runnable task) {
		execute(new Waiting(Priority.of(Priority.FIRST), task));
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
			if (this.pace == null && !this.paused && !this.waiting.isEmpty()) {
				return this.waiting.remove().task();
			}
			this.used--;
		}
		begin();
		this.freed.run();
		return null;
	}

	/** How many slots a new task could have at once. */
	public int free() {
		synchronized (this.waiting) {
			return (this.paused || !this.waiting.isEmpty()) ? 0 : this.limit - this.used;
		}
	}

	/**
	 * Reserves free slots, unless somebody waits for one or none is given out.
	 * @return how many are reserved; each is to be used or given back
	 */
	public int reserve(int wanted) {
		synchronized (this.waiting) {
			int reserved = Math.max(0, Math.min(wanted, free()));
			this.used += reserved;
			return reserved;
		}
	}

	/**
	 * How many of so many tasks may begin now in reserved slots, which counts as if they
	 * did.
	 * @param callback called once when it is worth asking again, if it is not all
	 */
	public int permit(int wanted, Runnable callback) {
		if (this.pace == null) {
			return wanted;
		}
		int permitted = 0;
		while (permitted < wanted && this.pace.tryBegin()) {
			permitted++;
		}
		if (permitted < wanted) {
			this.pace.whenFree(wanted - permitted, () -> {
				begin();
				callback.run();
			});
		}
		return permitted;
	}

	/** Tasks that wait, about in the order in which they begin, at most so many. */
	public List<Runnable> firstWaiting(int most) {
		synchronized (this.waiting) {
			return this.waiting.peek(most).stream().map(Waiting::task).toList();
		}
	}

	/** Runs a task in a reserved slot. */
	public void useReserved(Runnable task) {
		execute(new Waiting(Priority.of(Priority.FIRST), task));
	}

	/** Gives back reserved slots. */
	public void giveBack(int reserved) {
		if (reserved > 0) {
			synchronized (this.waiting) {
				this.used -= reserved;
			}
			begin();
		}
	}

	/** Sets who is told when a slot is free. Must not block. */
	public void onFree(Runnable listener) {
		this.freed = listener;
	}

	/** Begins no more tasks; those that run go on. */
	public void pause() {
		synchronized (this.waiting) {
			this.paused = true;
		}
	}

	/** Begins tasks again. */
	public void resume() {
		if (this.pace != null) {
			this.pace.beginAnew();
		}
		synchronized (this.waiting) {
			this.paused = false;
		}
		begin();
		this.freed.run();
	}

	public boolean isPaused() {
		synchronized (this.waiting) {
			return this.paused;
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
