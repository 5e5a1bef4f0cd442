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
				runDueOrWait();
			}
			catch (Throwable ex) {
				this.atWork = false; // out of memory; whatever it was, others wait for
										// their time
			}
		}
	}

	private void runDueOrWait() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		if (first != null && first.getKey().due() <= this.clock.micros()) {
			this.atWork = true;
			Runnable task = this.tasks.remove(first.getKey());
			if (task != null) {
				run(task);
			}
			this.atWork = false;
		}
		else {
			long wait = (first != null) ? this.clock.untilDue(first.getKey().due()) : LONGEST_WAIT_MICROS;
			this.changed.await(Math.min(wait, LONGEST_WAIT_MICROS));
		}
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
