package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Decides, from a seed, which of all threads of all processes goes on: exactly one runs
 * at any time, and hands over the turn wherever it waits or could have been interrupted.
 * Time goes by a little with each turn, and jumps when everybody waits.
 */
final class Scheduler {

	/** When simulations begin, in microseconds. */
	static final long BEGINNING = 1_700_000_000_000_000L;

	private static final long STUCK_SECONDS = 120;

	private static final ExecutorService THREADS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(null, task, "simulated", 512 * 1024);
		thread.setDaemon(true);
		return thread;
	});

	private final Random random;

	private final Trace trace;

	private final double stay;

	private final List<Task> ready = new ArrayList<>();

	private final PriorityQueue<Task> waiting = new PriorityQueue<>();

	private long now = BEGINNING;

	private long databaseOffset;

	private long highestOffset;

	private long count;

	private volatile Task current;

	private volatile long turns;

	private @Nullable Task killer;

	private volatile @Nullable Throwable failure;

	private final CountDownLatch over = new CountDownLatch(1);

	/**
	 * Creates it.
	 * @param stay how likely a thread goes on that could be interrupted
	 */
	Scheduler(long seed, double stay, Trace trace) {
		this.random = new Random(seed);
		this.stay = stay;
		this.trace = trace;
		this.current = new Task("none", null, 0, () -> {
		});
	}

	/** Runs something and all that follows from it, until the first has ended. */
	void run(String name, Runnable body) {
		Task task = new Task(name, null, ++this.count, () -> {
			try {
				body.run();
			}
			catch (Throwable ex) {
				this.failure = ex;
			}
			finally {
				this.over.countDown();
			}
		});
		this.current = task;
		task.giveTurn(THREADS);
		awaitEnd();
		Throwable failed = this.failure;
		if (failed instanceof Error error) {
			throw error;
		}
		if (failed instanceof RuntimeException exception) {
			throw exception;
		}
	}

	private void awaitEnd() {
		try {
			long before = -1;
			while (!this.over.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
				if (this.turns == before) {
					throw new IllegalStateException("The simulation hangs at " + (this.now - BEGINNING) + " in "
							+ this.current + ":\n" + stacks());
				}
				before = this.turns;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String stacks() {
		StringBuilder text = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			if (thread.getName().startsWith("simulated")) {
				text.append(thread).append(' ').append(thread.getState()).append('\n');
				for (StackTraceElement element : stack) {
					text.append("    ").append(element).append('\n');
				}
			}
		});
		return text.toString();
	}

	// Time

	/** The time, in microseconds. */
	long now() {
		return this.now;
	}

	/** What the database takes for the time. */
	long databaseTime() {
		return this.now + this.databaseOffset;
	}

	/**
	 * The time that the database would have if nobody had ever put back its clock: what a
	 * node may still believe that has not asked since.
	 */
	long latestDatabaseTime() {
		return this.now + this.highestOffset;
	}

	void stepDatabaseClock(long micros) {
		this.databaseOffset += micros;
		this.highestOffset = Math.max(this.highestOffset, this.databaseOffset);
		trace("the clock of the database is set by " + micros);
	}

	/** How often a thread had the turn. */
	long turns() {
		return this.turns;
	}

	long databaseOffset() {
		return this.databaseOffset;
	}

	void trace(String what) {
		this.trace.add((this.now - BEGINNING) + " " + this.current + ": " + what);
	}

	Random random() {
		return this.random;
	}

	// Threads

	Task current() {
		return this.current;
	}

	/** A new thread, from now on or later. */
	Task spawn(@Nullable Process process, String name, long delay, Runnable body) {
		Task[] self = new Task[1];
		self[0] = new Task(name, process, ++this.count, () -> begin(self[0], body));
		if (process != null) {
			process.tasks.add(self[0]);
		}
		if (delay > 0) {
			self[0].due = plus(delay);
			this.waiting.add(self[0]);
		}
		else {
			this.ready.add(self[0]);
		}
		return self[0];
	}

	private void begin(Task task, Runnable body) {
		try {
			if (!task.killed) {
				body.run();
			}
		}
		catch (Killed ex) {
			// as it was to be
		}
		catch (Throwable ex) {
			this.failure = new IllegalStateException("A thread of the simulation failed: " + task, ex);
			this.over.countDown();
		}
		finally {
			end(task);
		}
	}

	private void end(Task task) {
		if (task.process != null) {
			task.process.tasks.remove(task);
		}
		Task killing = this.killer;
		if (killing != null) {
			this.current = killing;
			killing.giveTurn(THREADS);
		}
		else {
			handOver(next(null));
		}
	}

	/** The thread could be interrupted here. */
	void pause() {
		Task me = this.current;
		dieIfKilled(me);
		this.now += 5 + this.random.nextInt(100);
		if (!me.isFrozen() && this.random.nextDouble() < this.stay) {
			this.turns++;
			return;
		}
		this.ready.add(me);
		giveAway(me);
	}

	/** Waits until somebody wakes the thread, or so much time has gone by. */
	void block(long micros) {
		Task me = this.current;
		dieIfKilled(me);
		me.due = plus(micros);
		this.waiting.add(me);
		giveAway(me);
	}

	/** Lets a thread go on that waits. */
	void wake(Task task) {
		if (this.waiting.remove(task)) {
			this.ready.add(task);
		}
	}

	/**
	 * Waits for something.
	 * @return whether it is done
	 */
	boolean await(CompletableFuture<?> future, long micros) {
		if (!future.isDone()) {
			Task me = this.current;
			future.whenComplete((result, ex) -> wake(me));
			block(micros);
		}
		return future.isDone();
	}

	private long plus(long micros) {
		return (micros > Long.MAX_VALUE - this.now) ? Long.MAX_VALUE : this.now + Math.max(0, micros);
	}

	private void giveAway(Task me) {
		me.beforeTurnIsGiven();
		Task next = next(me);
		if (next != me) {
			handOver(next);
			me.awaitTurn();
		}
		else {
			this.current = me;
		}
		dieIfKilled(me);
	}

	private static void dieIfKilled(Task me) {
		if (me.killed) {
			throw new Killed();
		}
	}

	private void handOver(Task next) {
		this.current = next;
		next.giveTurn(THREADS);
	}

	private Task next(@Nullable Task me) {
		this.turns++;
		while (true) {
			for (Task due = this.waiting.peek(); due != null && due.due <= this.now; due = this.waiting.peek()) {
				this.ready.add(this.waiting.remove());
			}
			int able = 0;
			for (Task task : this.ready) {
				able += task.isFrozen() ? 0 : 1;
			}
			if (able > 0) {
				return choose(this.random.nextInt(able));
			}
			Task first = this.waiting.peek();
			if (first == null || first.due == Long.MAX_VALUE) {
				this.failure = new IllegalStateException("Nobody can go on; the last was " + me);
				this.over.countDown();
				return new Task("nobody", null, 0, () -> {
				});
			}
			this.now = first.due;
		}
	}

	private Task choose(int which) {
		int left = which;
		for (int i = 0; i < this.ready.size(); i++) {
			if (!this.ready.get(i).isFrozen() && left-- == 0) {
				return this.ready.remove(i);
			}
		}
		throw new IllegalStateException("there are fewer than were counted");
	}

	/**
	 * Ends a process at once: its connections break, and none of its threads does
	 * anything more. They are unwound, so that the simulation keeps no threads.
	 */
	void kill(Process process) {
		Task me = this.current;
		trace("kills " + process.name());
		process.die();
		this.killer = me;
		try {
			for (Task task : List.copyOf(process.tasks)) {
				this.ready.remove(task);
				this.waiting.remove(task);
				if (!task.isStarted()) {
					process.tasks.remove(task);
					continue;
				}
				task.killed = true;
				me.beforeTurnIsGiven();
				handOver(task);
				me.awaitTurn();
			}
		}
		finally {
			this.killer = null;
			this.current = me;
		}
	}

}
