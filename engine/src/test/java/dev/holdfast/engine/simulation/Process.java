package dev.holdfast.engine.simulation;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A simulated process of the operating system: its threads, its connections, its timer.
 */
final class Process {

	private final String name;

	private final Scheduler scheduler;

	private final double rate;

	private final long offset;

	final Set<Task> tasks = new LinkedHashSet<>();

	final Set<SimulatedConnection> connections = new LinkedHashSet<>();

	private boolean frozen;

	private boolean dead;

	private long lost;

	/**
	 * Begins it.
	 * @param rate how fast its timer runs
	 * @param offset by how much its clock on the wall is wrong, in microseconds
	 */
	Process(String name, Scheduler scheduler, double rate, long offset) {
		this.name = name;
		this.scheduler = scheduler;
		this.rate = rate;
		this.offset = offset;
	}

	String name() {
		return this.name;
	}

	/** Its monotonic timer. */
	long nanoTime() {
		if (this.dead) {
			this.lost += 3_600_000_000_000L; // no patience is left
		}
		return (long) ((this.scheduler.now() - Scheduler.BEGINNING) * 1000 * this.rate) + this.lost;
	}

	/** Its clock on the wall, which nobody should read. */
	long wallClock() {
		return Scheduler.BEGINNING + nanoTime() / 1000 + this.offset;
	}

	boolean isFrozen() {
		return this.frozen;
	}

	void freeze(boolean frozen) {
		this.frozen = frozen;
	}

	boolean isDead() {
		return this.dead;
	}

	boolean isWorking() {
		return !this.dead && !this.frozen;
	}

	/** Its connections break, and with them its transactions are rolled back. */
	void die() {
		this.dead = true;
		this.frozen = false;
		Set.copyOf(this.connections).forEach(SimulatedConnection::abort);
		this.connections.clear();
	}

}
