package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The code of one run as the watch sees it: which thread has the turn, and since when. A
 * stretch of it begins when the run is told something or asked, and ends when its code is
 * blocked; within it the turn goes from thread to thread.
 * <p>
 * What the code itself costs here is a few writes under a lock that nobody else wants.
 */
final class WatchedCode {

	private final CodeWatch watch;

	private final RunIdentity identity;

	private final String workflowType;

	private Consumer<GivenUp> whenGivenUp = (what) -> {
	};

	private @Nullable Stretch stretch;

	private @Nullable String query;

	private @Nullable Thread thread;

	private @Nullable Coroutine coroutine;

	private long limit;

	private long turn;

	private volatile boolean overdue;

	// what the last look found

	private long seenTurn;

	private long heldFor;

	private long counted;

	private long cpuTime;

	private boolean reported;

	/** A stretch of code that ends. */
	static final class Stretch {

		private volatile boolean over;

		private volatile @Nullable Coroutine runaway;

		private volatile boolean taken;

		private volatile @Nullable Thread thread;

		/** Whether no thread is at it any more. */
		boolean isOver() {
			Coroutine left = this.runaway;
			return (left != null) ? !left.isRunaway() : this.over;
		}

		boolean isTaken() {
			return this.taken;
		}

		/** Whether the thread that kept it too long has let go, or does not exist. */
		boolean hasLetGo(Thread holder) {
			return isOver() || (!this.taken && this.runaway == null && this.thread != holder);
		}

	}

	/** What a look has found. */
	record Finding(KeptThread kept, Stretch stretch, Thread holder, boolean givenUp, boolean inQuery) {
	}

	WatchedCode(CodeWatch watch, RunIdentity identity, String workflowType) {
		this.watch = watch;
		this.identity = identity;
		this.workflowType = workflowType;
	}

	/**
	 * Sets who goes on with the run when the thread that drives it is given up. Told on
	 * the thread of the watch.
	 */
	synchronized void whenGivenUp(Consumer<GivenUp> listener) {
		this.whenGivenUp = listener;
	}

	// What the code says

	/**
	 * A stretch begins on this thread.
	 * @param limitNanos how long it may take
	 * @param asked the query that is answered, or {@code null}
	 * @throws CodeGivenUp if an earlier one was given up
	 */
	void begin(long limitNanos, @Nullable String asked) {
		synchronized (this) {
			requireOwn();
			this.stretch = new Stretch();
			this.limit = limitNanos;
			this.query = asked;
			this.overdue = false;
			this.counted = 0;
			takeTurn(Thread.currentThread(), null);
		}
		this.watch.opened(this);
	}

	/**
	 * The stretch ends.
	 * @throws CodeGivenUp if it was given up: somebody else goes on with the run, and
	 * this thread must leave it alone
	 */
	void end() {
		this.watch.closed(this);
		synchronized (this) {
			this.thread = null;
			this.coroutine = null;
			Stretch ended = this.stretch;
			if (ended != null) {
				ended.thread = null;
				ended.over = true;
			}
			requireOwn();
		}
	}

	/** The turn leaves this thread for that of a coroutine, which has it not yet. */
	synchronized void leave() {
		requireOwn();
		takeTurn(null, null);
	}

	/** A coroutine begins its turn on this thread. */
	synchronized void enter(Coroutine entered) {
		takeTurn(Thread.currentThread(), entered);
	}

	/** The turn is back with the thread that drives the run. */
	synchronized void comeBack() {
		requireOwn();
		takeTurn(Thread.currentThread(), null);
	}

	private void takeTurn(@Nullable Thread holder, @Nullable Coroutine entered) {
		this.thread = holder;
		this.coroutine = entered;
		this.turn++;
		if (this.stretch != null) {
			this.stretch.thread = holder;
		}
	}

	private void requireOwn() {
		if (this.stretch != null && this.stretch.isTaken()) {
			throw new CodeGivenUp();
		}
	}

	/** Whether the stretch takes too long, though no thread keeps its turn. */
	boolean isOverdue() {
		return this.overdue;
	}

	Duration limit() {
		return Duration.ofNanos(this.limit);
	}

	/**
	 * Lets only the thread that drives the run go on.
	 * @throws CodeGivenUp if the caller is one that was given up
	 */
	synchronized void requireNotTaken() {
		requireOwn();
	}

	/** The thread that was given up in a task and is still at it, or {@code null}. */
	synchronized @Nullable Thread takenThread() {
		Stretch last = this.stretch;
		return (last != null && last.isTaken() && this.query == null && !last.isOver()) ? last.thread : null;
	}

	boolean hasRoom(boolean forQuery) {
		return this.watch.hasRoom(this.workflowType, forQuery);
	}

	// What the watch does

	/**
	 * Counts the time since the last look.
	 * @param elapsed the time, as far as it counts
	 * @param computed how much of it the process has computed
	 */
	synchronized @Nullable Finding look(long elapsed, long computed, long detection, boolean limits,
			CpuTimes cpuTimes) {
		Thread holder = this.thread;
		Stretch current = this.stretch;
		if (holder == null || current == null || current.isTaken()) {
			return null;
		}
		if (this.turn != this.seenTurn) {
			this.seenTurn = this.turn;
			this.heldFor = 0;
			this.reported = false;
			this.cpuTime = cpuTimes.of(holder);
			this.counted += computed;
			this.overdue = isLimited(limits) && this.counted >= this.limit;
			return null;
		}
		long time = counted(holder, elapsed, computed, cpuTimes);
		this.heldFor += time;
		this.counted += time;
		if (isLimited(limits) && this.counted >= this.limit) {
			KeptThread kept = kept(holder);
			this.reported = true;
			giveUp(current, kept);
			return new Finding(kept, current, holder, true, this.query != null);
		}
		if (detection > 0 && this.heldFor >= detection && !this.reported) {
			this.reported = true;
			return new Finding(kept(holder), current, holder, false, this.query != null);
		}
		return null;
	}

	private boolean isLimited(boolean limits) {
		return limits && this.limit > 0;
	}

	/**
	 * A thread that waits has all the time that goes by; one that computes has what the
	 * processors gave it.
	 */
	private long counted(Thread holder, long elapsed, long computed, CpuTimes cpuTimes) {
		if (holder.getState() != Thread.State.RUNNABLE) {
			return elapsed;
		}
		long before = this.cpuTime;
		this.cpuTime = cpuTimes.of(holder);
		if (before < 0 || this.cpuTime < 0) {
			return computed;
		}
		long used = this.cpuTime - before;
		return (used < elapsed / 10 && KeptThread.isInNativeCode(holder)) ? elapsed : Math.min(used, elapsed);
	}

	private KeptThread kept(Thread holder) {
		Coroutine entered = this.coroutine;
		String what = (this.query != null) ? "query '" + this.query + "'"
				: (entered != null) ? entered.name() : "its constructor, a condition or a validator";
		return KeptThread.of(this.identity, this.workflowType, what, holder, Duration.ofNanos(this.counted));
	}

	private void giveUp(Stretch current, KeptThread kept) {
		Coroutine entered = this.coroutine;
		if (entered != null) {
			current.runaway = entered;
			entered.abandon(new TaskTimeoutException(kept, limit()));
			this.thread = null;
		}
		else {
			current.taken = true;
		}
	}

	/** Tells who goes on with the run, if that is not the thread that drives it. */
	void tellGivenUp(Finding finding) {
		if (finding.stretch().isTaken()) {
			Consumer<GivenUp> listener;
			synchronized (this) {
				listener = this.whenGivenUp;
			}
			listener.accept(new GivenUp(new TaskTimeoutException(finding.kept(), limit()), finding.inQuery()));
		}
	}

}
