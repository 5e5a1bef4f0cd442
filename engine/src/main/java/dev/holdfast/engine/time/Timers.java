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
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		if (first == null || first.getKey().compareTo(key) >= 0) {
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
			long wait;
			try {
				wait = runDue();
			}
			catch (Throwable ex) {
				this.atWork = false; // out of memory; whatever it was, others wait for
										// their time
				wait = WAIT_AFTER_FAILURE_MICROS;
			}
			if (wait > 0) {
				this.changed.await(wait);
			}
		}
	}

	/**
	 * Runs the first task if it is due.
	 * @return for how long to wait until one may be
	 */
	private long runDue() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		if (first == null) {
			return LONGEST_WAIT_MICROS;
		}
		if (first.getKey().due() > this.clock.micros()) {
			return Math.min(this.clock.untilDue(first.getKey().due()), LONGEST_WAIT_MICROS);
		}
		this.atWork = true;
		Runnable task = this.tasks.remove(first.getKey());
		if (task != null) {
			run(task);
		}
		this.atWork = false;
		return 0;
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
