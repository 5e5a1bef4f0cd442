package dev.holdfast.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.holdfast.engine.time.Micros;
import dev.holdfast.test.TalliedThreads.Pause;
import dev.holdfast.test.WorkTally.State;
import org.jspecify.annotations.Nullable;

/**
 * Moves the clock: to the next thing that is due, when there is nothing left to do and
 * somebody waits. It is the thread that waits which does so; nothing moves the clock
 * behind the back of a test. Thread-safe.
 */
final class TimeSkipper {

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long SHORT_PAUSE_MICROS = 2000;

	/** For how long others may take before a wait for what never comes ends. */
	private static final long NOTHING_DUE_NANOS = TimeUnit.SECONDS.toNanos(3);

	private static final long SETTLED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long FINISHED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final int MOST_JUMPS = 50_000;

	private final SkippingClock clock;

	private final WorkTally tally;

	private final NextDue nextDue;

	private final Supplier<String> open;

	private final ReentrantLock turn = new ReentrantLock();

	private final AtomicInteger locks = new AtomicInteger();

	private final List<Awaited> awaited = new CopyOnWriteArrayList<>();

	private final PriorityQueue<Callback> callbacks = new PriorityQueue<>(
			Comparator.comparingLong(Callback::time).thenComparingLong(Callback::number));

	private long callbackNumber;

	private long polledAt = Long.MIN_VALUE;

	private volatile long nothingDueSince;

	private long tookLongAt;

	private volatile long lastWaitAt;

	private int jumps;

	/** What a thread waits for; once it is there, the thread has something to do. */
	private record Awaited(CompletableFuture<?> future, Thread by) {

		boolean goesOn() {
			return this.future.isDone() && this.by != Thread.currentThread();
		}

	}

	private record Callback(long time, long number, Runnable task) {
	}

	/**
	 * Creates it.
	 * @param open says what is open, for who waits in vain
	 */
	TimeSkipper(SkippingClock clock, WorkTally tally, NextDue nextDue, Supplier<String> open) {
		this.clock = clock;
		this.tally = tally;
		this.nextDue = nextDue;
		this.open = open;
	}

	/** Forgets what a test has left behind. */
	void reset() {
		this.turn.lock();
		try {
			this.locks.set(0);
			this.callbacks.clear();
			this.polledAt = Long.MIN_VALUE;
			this.nothingDueSince = 0;
			this.jumps = 0;
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Runs something when it is so much later. */
	void after(Duration delay, Runnable task) {
		this.turn.lock();
		try {
			this.callbacks.add(new Callback(this.clock.micros() + Micros.of(delay), this.callbackNumber++, task));
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Waits move the clock no more until this is undone. */
	void lock() {
		this.locks.incrementAndGet();
	}

	void unlock() {
		this.locks.updateAndGet((count) -> Math.max(0, count - 1));
	}

	/** Waits for something, and lets time go by meanwhile. */
	boolean await(CompletableFuture<?> future, long micros, @Nullable Pause pause) throws InterruptedException {
		long end = (micros < Long.MAX_VALUE / 1000) ? System.nanoTime() + micros * 1000 : Long.MAX_VALUE;
		Awaited wait = new Awaited(future, Thread.currentThread());
		this.awaited.add(wait);
		if (System.nanoTime() - this.lastWaitAt > LOOK_NANOS) {
			this.nothingDueSince = 0; // of another wait
		}
		if (pause != null) {
			pause.begins();
		}
		try {
			while (!future.isDone()) {
				long now = System.nanoTime();
				if (now >= end) {
					return false;
				}
				State state = this.tally.await(future::isDone, Math.min(end, now + LOOK_NANOS));
				if (!future.isDone() && state != State.BUSY && !goOn() && !pause(future)) {
					failIfInVain(pause != null);
				}
			}
			this.jumps = 0;
			return true;
		}
		finally {
			if (pause != null) {
				pause.ends();
			}
			this.awaited.remove(wait);
			this.lastWaitAt = System.nanoTime();
		}
	}

	/** Lets so much time go by, and everything happen that is due meanwhile. */
	void sleep(Duration duration) {
		sleepUntil(this.clock.micros() + Micros.of(duration));
	}

	void sleepUntil(long time) {
		this.turn.lock();
		try {
			settle();
			for (long next = next(); next <= time; next = next()) {
				jump(next);
				settle();
			}
			this.clock.moveTo(time);
			settle();
			this.jumps = 0;
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Lets time go by until a condition holds. */
	void until(BooleanSupplier condition) {
		this.nothingDueSince = 0;
		for (settle(); !condition.getAsBoolean(); settle()) {
			if (!goOn()) {
				failIfInVain(false);
				try {
					TimeUnit.MICROSECONDS.sleep(SHORT_PAUSE_MICROS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException("Interrupted while the test waited", ex);
				}
			}
		}
		this.jumps = 0;
	}

	/** Waits until there is nothing left to do at this time but what takes long. */
	void settle() {
		long deadline = System.nanoTime() + SETTLED_WITHIN_NANOS;
		this.turn.lock();
		try {
			do {
				if (this.tally.await(() -> false, deadline) == State.BUSY) {
					throw new IllegalStateException("The engine did not come to rest within a minute. It is still at "
							+ this.tally.described() + "." + this.open.get());
				}
			}
			while (pollIfDue(this.nextDue.after(this.clock.micros())));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the engine was to come to rest", ex);
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Lets end what is being done, unless it takes long. */
	void finish() {
		try {
			this.tally.await(() -> false, System.nanoTime() + FINISHED_WITHIN_NANOS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Moves the clock to what comes next, if that is somebody's wish; answers whether
	 * there is reason to look again at once.
	 */
	private boolean goOn() {
		if (this.locks.get() > 0 || !this.turn.tryLock()) {
			this.nothingDueSince = 0;
			return false;
		}
		try {
			State state = this.tally.state();
			if (state == State.BUSY || this.awaited.stream().anyMatch(Awaited::goesOn)) {
				this.nothingDueSince = 0;
				return false;
			}
			NextDue.Due due = this.nextDue.after(this.clock.micros());
			if (pollIfDue(due)) {
				return true;
			}
			if (state == State.TAKES_LONG) {
				goOnInRealTime(earliest(due));
				return false;
			}
			return jumpIfAny(earliest(due));
		}
		finally {
			this.turn.unlock();
		}
	}

	private boolean jumpIfAny(long next) {
		if (next == Long.MAX_VALUE) {
			this.nothingDueSince = (this.nothingDueSince != 0) ? this.nothingDueSince : System.nanoTime();
			return false;
		}
		this.nothingDueSince = 0;
		jump(next);
		return true;
	}

	/**
	 * While activities block, time goes by as it does in reality, so that they time out.
	 */
	private void goOnInRealTime(long next) {
		long now = System.nanoTime();
		long since = now - this.tookLongAt;
		this.tookLongAt = now;
		this.nothingDueSince = 0;
		if (since < 2 * LOOK_NANOS) {
			long time = this.clock.micros() + since / 1000;
			if (next <= time) {
				jump(next);
			}
			else {
				this.clock.moveTo(time);
			}
		}
	}

	private long next() {
		return earliest(this.nextDue.after(this.clock.micros()));
	}

	private long earliest(NextDue.Due due) {
		Callback first = this.callbacks.peek();
		return (first != null) ? Math.min(due.next(), first.time()) : due.next();
	}

	private void jump(long time) {
		if (++this.jumps > MOST_JUMPS) {
			throw new IllegalStateException("Time has gone by in " + MOST_JUMPS
					+ " steps while the test waited, and would go on for ever." + this.open.get());
		}
		this.clock.moveTo(time);
		for (Callback first = this.callbacks.peek(); first != null
				&& first.time() <= this.clock.micros(); first = this.callbacks.peek()) {
			this.callbacks.remove();
			first.task().run();
		}
	}

	/**
	 * Lets the engine look for what it does not have in memory, once for each time;
	 * answers whether it does.
	 */
	private boolean pollIfDue(NextDue.Due due) {
		long now = this.clock.micros();
		if (!due.inDatabase() || this.polledAt == now) {
			return false;
		}
		this.polledAt = now;
		this.nextDue.pollForRuns();
		try {
			this.tally.await(() -> false, System.nanoTime() + SETTLED_WITHIN_NANOS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.nextDue.pollForActivities(); // with a lease that is good
		return true;
	}

	private boolean pause(CompletableFuture<?> future) throws InterruptedException {
		try {
			future.get(SHORT_PAUSE_MICROS, TimeUnit.MICROSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException | CancellationException ex) {
			return true;
		}
	}

	/** Who tests is told at once that he would wait for ever. */
	private void failIfInVain(boolean inEngine) {
		long since = this.nothingDueSince;
		if (!inEngine && since != 0 && System.nanoTime() - since > NOTHING_DUE_NANOS) {
			this.nothingDueSince = 0;
			throw new IllegalStateException("The test waits, but nothing is going to happen any more: no timer runs, no"
					+ " activity is at work, and nobody has sent a message for " + NOTHING_DUE_NANOS / 1_000_000_000
					+ " seconds." + this.open.get());
		}
	}

}
