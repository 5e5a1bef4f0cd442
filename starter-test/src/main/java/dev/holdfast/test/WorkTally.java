package dev.holdfast.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.Debugger;

/**
 * What the threads of an engine are at. Whoever hands work to another thread hands over
 * before he is done himself, so that there is nothing left to do at this time when the
 * tally is empty. Thread-safe.
 */
final class WorkTally {

	/** From then on, an activity is taken to be one that blocks. */
	private static final long LONG_ACTIVITY_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Whatever else the engine does takes long only if something is wrong. */
	private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final boolean patient = Debugger.isAttached();

	private final Set<Work> atWork = Collections.newSetFromMap(new IdentityHashMap<>());

	/** Something that is being done. */
	static final class Work {

		private final String what;

		private final long nanos;

		private final long since = System.nanoTime();

		private Work(String what, long nanos) {
			this.what = what;
			this.nanos = nanos;
		}

		private long untilLong(long now) {
			return this.since + this.nanos - now;
		}

		@Override
		public String toString() {
			return this.what;
		}

	}

	/** How it looks. */
	enum State {

		/** Nothing is being done. */
		QUIET,
		/** All that is being done takes long, as an activity that blocks does. */
		TAKES_LONG,
		/** Something is being done. */
		BUSY

	}

	Work begin(String what) {
		return add(new Work(what, LONG_NANOS));
	}

	Work beginActivity(String what) {
		return add(new Work(what, LONG_ACTIVITY_NANOS));
	}

	/** The same goes on after a pause. */
	Work beginAgain(Work before) {
		return add(new Work(before.what, before.nanos));
	}

	private synchronized Work add(Work work) {
		this.atWork.add(work);
		return work;
	}

	/** Of no effect if it has ended already. */
	synchronized void end(Work work) {
		if (this.atWork.remove(work)) {
			notifyAll();
		}
	}

	/** What is left over from before does not count from now on. */
	synchronized void forgetAll() {
		this.atWork.clear();
		notifyAll();
	}

	synchronized State state() {
		if (this.atWork.isEmpty()) {
			return State.QUIET;
		}
		return (untilAllTakeLong(System.nanoTime()) <= 0) ? State.TAKES_LONG : State.BUSY;
	}

	/** What is being done at present. */
	synchronized List<String> described() {
		return this.atWork.stream().map(Work::toString).sorted().toList();
	}

	/**
	 * Waits until nothing is being done but what takes long.
	 * @param over looked at whenever something has changed: whether to wait no longer
	 * @param deadline until when, by the timer of this process
	 */
	synchronized State await(BooleanSupplier over, long deadline) throws InterruptedException {
		while (true) {
			long now = System.nanoTime();
			if (this.atWork.isEmpty()) {
				return State.QUIET;
			}
			long untilLong = untilAllTakeLong(now);
			if (untilLong <= 0) {
				return State.TAKES_LONG;
			}
			if (now >= deadline || over.getAsBoolean()) {
				return State.BUSY;
			}
			long nanos = Math.min(untilLong, deadline - now);
			wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
		}
	}

	private long untilAllTakeLong(long now) {
		if (this.patient) {
			return Long.MAX_VALUE;
		}
		long longest = Long.MIN_VALUE;
		for (Work work : this.atWork) {
			longest = Math.max(longest, work.untilLong(now));
		}
		return longest;
	}

}
