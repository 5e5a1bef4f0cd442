package dev.holdfast.engine.simulation;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/** A thread of a simulated process, which runs only while it has the turn. */
final class Task implements Comparable<Task> {

	final String name;

	final @Nullable Process process;

	final long number;

	private final Runnable body;

	/** When it goes on if nobody wakes it before. */
	long due;

	boolean killed;

	private boolean started;

	private volatile boolean turn;

	private volatile @Nullable Thread thread;

	Task(String name, @Nullable Process process, long number, Runnable body) {
		this.name = name;
		this.process = process;
		this.number = number;
		this.body = body;
	}

	boolean isStarted() {
		return this.started;
	}

	boolean isFrozen() {
		return this.process != null && this.process.isFrozen();
	}

	/** Says which thread will wait for the next turn. */
	void beforeTurnIsGiven() {
		this.thread = Thread.currentThread();
		this.turn = false;
	}

	void giveTurn(Executor threads) {
		this.turn = true;
		if (!this.started) {
			this.started = true;
			threads.execute(this.body);
		}
		else {
			LockSupport.unpark(this.thread);
		}
	}

	void awaitTurn() {
		while (!this.turn) {
			LockSupport.park(this);
		}
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	@Override
	public int compareTo(Task other) {
		int byDue = Long.compare(this.due, other.due);
		return (byDue != 0) ? byDue : Long.compare(this.number, other.number);
	}

	@Override
	public String toString() {
		return ((this.process != null) ? this.process.name() + "/" : "") + this.name;
	}

}
