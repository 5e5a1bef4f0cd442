package dev.holdfast.engine.time;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.holdfast.engine.EngineThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short tasks when they are due by the engine's clock, on one thread. The tasks must
 * not block. Thread-safe.
 */
public final class Timers {

	private static final Logger logger = LoggerFactory.getLogger(Timers.class);

	private static final long LONGEST_WAIT_MICROS = TimeUnit.SECONDS.toMicros(60);

	private static final long WAIT_AFTER_FAILURE_MICROS = TimeUnit.MILLISECONDS.toMicros(10);

	private final EngineClock clock;

	private final ConcurrentSkipListMap<Key, Runnable> tasks = new ConcurrentSkipListMap<>();

	private final AtomicLong sequence = new AtomicLong();

	private final EngineThreads threads;

	private final EngineThreads.WakeUp changed;

	/**
	 * When the thread looks again by itself. Most tasks are timeouts of what ends long
	 * before: they wake nobody, neither when they come nor when they go.
	 */
	private volatile long looksAgainAt = Long.MAX_VALUE;

	private volatile boolean running;

	private volatile boolean atWork;

	private record Key(long due, long sequence) implements Comparable<Key> {

		@Override
		public int compareTo(Key other) {
			int byDue = Long.compare(this.due, other.due);
			return (byDue != 0) ? byDue : Long.compare(this.sequence, other.sequence);
		}

	}

	/** A task that waits. */
	@FunctionalInterface
	public interface Handle {

		/** Takes the task back; of no effect once it has run. */
		void cancel();

	}

	public Timers(EngineClock clock, EngineThreads threads) {
		this.clock = clock;
		this.threads = threads;
		this.changed = threads.wakeUp();
		clock.onMove(this.changed::call);
	}

	/** Runs a task at a time; at once if that is past. */
	public Handle schedule(long dueMicros, Runnable task) {
		Key key = new Key(dueMicros, this.sequence.incrementAndGet());
		this.tasks.put(key, task);
		if (dueMicros < this.looksAgainAt) {
			this.changed.call();
		}
		return () -> this.tasks.remove(key);
	}

	/** When the next task is due; {@link Long#MAX_VALUE} if none waits. */
	public long nextDue() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		return (first != null) ? first.getKey().due() : Long.MAX_VALUE;
	}

	/** Whether no task is due and none runs. */
	public boolean isIdle() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		return (first == null || first.getKey().due() > this.clock.micros()) && !this.atWork;
	}

	public synchronized void start() {
		this.running = true;
		this.threads.loop("holdfast-timers-", this::loop);
	}

	public synchronized void stop() {
		this.running = false;
		this.changed.call();
		this.tasks.clear();
	}

	private void loop() {
		while (this.running) {
			try {
				if (!runFirst()) {
					awaitNext();
				}
			}
			catch (Throwable ex) {
				this.atWork = false; // out of memory; whatever it was, others wait for
										// their time
				this.changed.await(WAIT_AFTER_FAILURE_MICROS);
			}
		}
	}

	/** Runs the first task if it is due; answers whether it was. */
	private boolean runFirst() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		if (first == null || first.getKey().due() > this.clock.micros()) {
			return false;
		}
		this.atWork = true;
		Runnable task = this.tasks.remove(first.getKey());
		if (task != null) {
			run(task);
		}
		this.atWork = false;
		return true;
	}

	/** A task that comes before it is said until when is found by looking once more. */
	private void awaitNext() {
		long due = nextDue();
		this.looksAgainAt = due;
		if (nextDue() >= due) {
			this.changed.await(Math.min((due != Long.MAX_VALUE) ? this.clock.untilDue(due) : due, LONGEST_WAIT_MICROS));
		}
		this.looksAgainAt = Long.MIN_VALUE;
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("A timer task failed", ex);
		}
	}

}
