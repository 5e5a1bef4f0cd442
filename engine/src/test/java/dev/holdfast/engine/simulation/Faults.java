package dev.holdfast.engine.simulation;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/** What goes wrong between a process and its database, drawn from a seed. */
final class Faults {

	/** SQL states that drivers answer with while a database has trouble. */
	private static final List<String> STATES = List.of("08006", "08003", "40001", "40P01", "57P01", "53300", "HYT00");

	private final Scheduler scheduler;

	private final double commits;

	private final double statements;

	private final double connections;

	private boolean active;

	private boolean everActive;

	private long outageUntil;

	private int count;

	/** What becomes of a commit. */
	enum Commit {

		/** It is made and reported. */
		MADE,
		/** It is not made, and reported to have failed. */
		FAILED,
		/** It is made, and reported to have failed. */
		MADE_BUT_REPORTED_FAILED

	}

	Faults(Scheduler scheduler, Random random) {
		this.scheduler = scheduler;
		this.commits = pick(random, 0, 0.005, 0.02, 0.1);
		this.statements = pick(random, 0, 0.0005, 0.002, 0.005);
		this.connections = pick(random, 0, 0, 0.002, 0.01);
	}

	private static double pick(Random random, double... rates) {
		return rates[random.nextInt(rates.length)];
	}

	void activate(boolean active) {
		this.active = active;
		this.everActive |= active;
	}

	/** The database answers nobody for so long. */
	void outage(long micros) {
		this.outageUntil = this.scheduler.now() + micros;
	}

	/** Whether nothing was to go wrong in the whole simulation. */
	boolean neverActive() {
		return !this.everActive;
	}

	boolean isActive() {
		return this.active;
	}

	int count() {
		return this.count;
	}

	private boolean draw(double rate) {
		if (!this.active || this.scheduler.random().nextDouble() >= rate) {
			return false;
		}
		this.count++;
		return true;
	}

	void beforeConnecting() throws SQLException {
		if (this.scheduler.now() < this.outageUntil || draw(this.connections)) {
			this.scheduler.trace("gets no connection");
			throw new SQLTransientConnectionException("no connection is to be had", "08001");
		}
	}

	/** Answers the failure of a statement, or {@code null}. */
	@Nullable SQLException ofStatement() {
		if (this.scheduler.now() < this.outageUntil) {
			return new SQLException("the database is down", "57P01");
		}
		return draw(this.statements)
				? new SQLException("a fault", STATES.get(this.scheduler.random().nextInt(STATES.size()))) : null;
	}

	Commit ofCommit() {
		if (this.scheduler.now() < this.outageUntil) {
			return Commit.FAILED;
		}
		if (!draw(this.commits)) {
			return Commit.MADE;
		}
		return this.scheduler.random().nextBoolean() ? Commit.FAILED : Commit.MADE_BUT_REPORTED_FAILED;
	}

}
