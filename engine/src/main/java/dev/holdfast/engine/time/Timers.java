package dev.holdfast.engine.time;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;
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

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private @Nullable ExecutorService thread;

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

	public Timers(EngineClock clock) {
		this.clock = clock;
		clock.onMove(this::wake);
	}

	/** Runs a task at a time; at once if that is past. */
	public Handle schedule(long dueMicros, Runnable task) {
		Key key = new Key(dueMicros, this.sequence.incrementAndGet());
		this.tasks.put(key, task);
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		if (first == null || first.getKey().compareTo(key) >= 0) {
			wake();
		}
		return () -> this.tasks.remove(key);
	}

	private void wake() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether no task is due and none runs. */
	public boolean isIdle() {
		Map.Entry<Key, Runnable> first = this.tasks.firstEntry();
		return (first == null || first.getKey().due() > this.clock.micros()) && !this.atWork;
	}

	public synchronized void start() {
		this.running = true;
		ExecutorService loop = EngineThreads.single("holdfast-timers-");
		this.thread = loop;
		loop.execute(this::loop);
	}

	public synchronized void stop() {
		this.running = false;
		wake();
		if (this.thread != null) {
			this.thread.shutdown();
			this.thread = null;
		}
		this.tasks.clear();
	}

	private void loop() {
		while (this.running) {
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
				await(first);
			}
		}
	}

	private void await(Map.@Nullable Entry<Key, Runnable> first) {
		this.lock.lock();
		try {
			Map.Entry<Key, Runnable> now = this.tasks.firstEntry();
			if (!this.running || (now != null && (first == null || now.getKey().compareTo(first.getKey()) < 0))) {
				return;
			}
			long wait = (now != null) ? this.clock.untilDue(now.getKey().due()) : LONGEST_WAIT_MICROS;
			if (wait > 0) {
				this.changed.await(Math.min(wait, LONGEST_WAIT_MICROS), TimeUnit.MICROSECONDS);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The timer thread was interrupted, and goes on");
		}
		finally {
			this.lock.unlock();
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
