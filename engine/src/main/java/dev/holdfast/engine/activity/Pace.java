package dev.holdfast.engine.activity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

import dev.holdfast.engine.store.StartTimes;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast a worker begins activities: in no second more than it may by itself, and more
 * than all workers of its task queue may together. What they may together is given out as
 * points in time, some at once; each is for one activity that begins then or very soon
 * after, so that the limit holds however long a node sleeps on what it was given.
 * Thread-safe.
 */
public final class Pace {

	private static final Logger logger = LoggerFactory.getLogger(Pace.class);

	private static final long SECOND = 1_000_000;

	/** How late a point in time may be used. The rate is less by as much of a second. */
	private static final long TOLERANCE = 50_000;

	/** How far ahead points in time are reserved. */
	private static final long HORIZON = 200_000;

	private final String taskQueue;

	private final @Nullable Recent own;

	private final @Nullable Long interval;

	private final StartTimes startTimes;

	private final EngineClock clock;

	private final Timers timers;

	private final Executor executor;

	private final Deque<Long> times = new ArrayDeque<>();

	private boolean waits;

	/**
	 * The last activities that this worker began.
	 *
	 * @param starts when, as many as may begin within the window
	 */
	private record Recent(ArrayDeque<Long> starts, int limit, long window) {

		static Recent of(double perSecond) {
			int limit = (int) Math.ceil(perSecond);
			return new Recent(new ArrayDeque<>(), limit, (long) Math.ceil(limit * SECOND / perSecond));
		}

		long freeAt() {
			Long oldest = this.starts.peekFirst();
			return (oldest == null || this.starts.size() < this.limit) ? 0 : oldest + this.window;
		}

		/** A clock that was put back knows nothing of what began later. */
		void forgetAfter(long now) {
			Long last = this.starts.peekLast();
			if (last != null && last > now) {
				this.starts.clear();
			}
		}

		void begun(long now) {
			if (this.starts.size() == this.limit) {
				this.starts.removeFirst();
			}
			this.starts.addLast(now);
		}

	}

	/**
	 * Creates it.
	 * @param perSecond how many this worker may begin in a second, or {@code null}
	 * @param togetherPerSecond how many all nodes may begin together, or {@code null}
	 * @param executor threads that may wait for the database
	 */
	public Pace(String taskQueue, @Nullable Double perSecond, @Nullable Double togetherPerSecond, StartTimes startTimes,
			EngineClock clock, Timers timers, Executor executor) {
		this.taskQueue = taskQueue;
		this.own = (perSecond != null) ? Recent.of(perSecond) : null;
		this.interval = (togetherPerSecond != null) ? (long) Math.ceil((SECOND + TOLERANCE) / togetherPerSecond) : null;
		this.startTimes = startTimes;
		this.clock = clock;
		this.timers = timers;
		this.executor = executor;
	}

	/**
	 * The engine begins to work: whoever was to call back may have ended with it.
	 */
	synchronized void beginAnew() {
		long now = this.clock.micros();
		this.waits = false;
		if (this.own != null) {
			this.own.forgetAfter(now);
		}
		this.times.removeIf((time) -> time > now + HORIZON);
	}

	/** Whether an activity may begin now; if so, it counts as begun. */
	synchronized boolean tryBegin() {
		long now = this.clock.micros();
		if (freeAt(now) > now) {
			return false;
		}
		if (this.own != null) {
			this.own.begun(now);
		}
		this.times.pollFirst();
		return true;
	}

	/**
	 * When the next one may begin; {@link Long#MAX_VALUE} if that has to be asked for.
	 */
	private long freeAt(long now) {
		while (!this.times.isEmpty() && this.times.peekFirst() + TOLERANCE <= now) {
			this.times.removeFirst();
		}
		long byOwn = (this.own != null) ? this.own.freeAt() : 0;
		if (this.interval == null) {
			return byOwn;
		}
		Long next = this.times.peekFirst();
		if (next == null) {
			return (byOwn > now) ? byOwn : Long.MAX_VALUE;
		}
		return Math.max(byOwn, next);
	}

	/**
	 * Calls back once when it is worth asking again; of no effect while a call back is on
	 * its way.
	 * @param wanted how many wait
	 */
	void whenFree(int wanted, Runnable callback) {
		long at;
		synchronized (this) {
			if (this.waits) {
				return;
			}
			this.waits = true;
			at = freeAt(this.clock.micros());
		}
		if (at < Long.MAX_VALUE) {
			this.timers.schedule(at, () -> callBack(callback));
		}
		else {
			this.executor.execute(() -> reserve(Math.max(1, wanted), callback));
		}
	}

	private void reserve(int wanted, Runnable callback) {
		long askAgainAt = 0;
		try {
			long now = this.clock.micros();
			StartTimes.Reserved reserved = this.startTimes.reserve(this.taskQueue, wanted,
					java.util.Objects.requireNonNull(this.interval), now, HORIZON);
			synchronized (this) {
				this.times.addAll(reserved.times());
			}
			askAgainAt = reserved.times().isEmpty() ? reserved.askAgainAt() : 0;
		}
		catch (RuntimeException ex) {
			logger.warn("The rate limit of task queue '{}' could not be asked for and is asked again: {}",
					this.taskQueue, ex.toString());
			askAgainAt = this.clock.micros() + SECOND;
		}
		this.timers.schedule(askAgainAt, () -> callBack(callback));
	}

	private void callBack(Runnable callback) {
		synchronized (this) {
			this.waits = false;
		}
		callback.run();
	}

}
