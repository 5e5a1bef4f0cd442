package dev.holdfast.engine.store.schema;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import dev.holdfast.engine.time.EngineClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the database, so that all nodes have the same: asked now and then, and
 * carried on by this process's own timer in between. It stands still when the database's
 * clock was put back, until that one has caught up. Thread-safe, without locks.
 */
public final class DatabaseClock implements EngineClock {

	private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);

	private static final int ATTEMPTS = 3;

	private static final long GOOD_ROUND_TRIP_NANOS = 50_000_000;

	private static final long TOLERATED_STEP_BACK_MICROS = 1_000_000;

	private final LongSupplier database;

	private final LongSupplier nanoTime;

	private final AtomicLong lastAnswer = new AtomicLong(Long.MIN_VALUE);

	private volatile Sample sample;

	/**
	 * Creates the clock and asks the database once.
	 * @throws org.springframework.dao.DataAccessException if the database cannot be
	 * reached
	 */
	public DatabaseClock(DataSource dataSource, DatabaseKind kind) {
		this(() -> Jdbc.call(dataSource, "Ask for the time",
				(connection) -> Jdbc.queryOne(connection, kind.currentTimeMicrosSql(), (row) -> row.getLong(1))),
				System::nanoTime);
	}

	/**
	 * Creates the clock with other sources and asks the database once.
	 * @param database what the database answers, in microseconds since the epoch
	 * @param nanoTime the timer of this process
	 */
	public DatabaseClock(LongSupplier database, LongSupplier nanoTime) {
		this.database = database;
		this.nanoTime = nanoTime;
		this.sample = take(database, nanoTime);
	}

	/**
	 * Asks the database again. The clock goes on by itself if that fails.
	 * @throws org.springframework.dao.DataAccessException if the database cannot be
	 * reached
	 */
	public void resample() {
		Sample previous = this.sample;
		Sample next = take(this.database, this.nanoTime);
		long step = next.micros() - previous.at(next.nanos());
		this.sample = next;
		if (step < -TOLERATED_STEP_BACK_MICROS - next.uncertainMicros()) {
			log.warn("The clock of the database went back by {} ms. Timers and leases stand still until it has caught "
					+ "up; keep the clocks of database servers synchronized.", -step / 1000);
		}
	}

	@Override
	public long micros() {
		return this.lastAnswer.accumulateAndGet(running(), Math::max);
	}

	@Override
	public long untilDue(long dueMicros) {
		// While the clock stands still, what is due soon has to wait until it runs again.
		return (dueMicros <= micros()) ? 0 : Math.max(0, dueMicros - running());
	}

	private long running() {
		return this.sample.at(this.nanoTime.getAsLong());
	}

	/**
	 * The best of a few samples: one that took long, because of a pause or a busy pool,
	 * says little.
	 */
	private static Sample take(LongSupplier database, LongSupplier nanoTime) {
		Sample best = takeOnce(database, nanoTime);
		for (int i = 1; i < ATTEMPTS && best.roundTripNanos() > GOOD_ROUND_TRIP_NANOS; i++) {
			Sample next = takeOnce(database, nanoTime);
			best = (next.roundTripNanos() < best.roundTripNanos()) ? next : best;
		}
		return best;
	}

	private static Sample takeOnce(LongSupplier database, LongSupplier nanoTime) {
		long before = nanoTime.getAsLong();
		long micros = database.getAsLong();
		long roundTrip = nanoTime.getAsLong() - before;
		return new Sample(micros, before + roundTrip / 2, roundTrip);
	}

	/**
	 * What time the database had.
	 *
	 * @param micros its time
	 * @param nanos the timer of this process at about that moment
	 * @param roundTripNanos how long it took to ask
	 */
	private record Sample(long micros, long nanos, long roundTripNanos) {

		long at(long nanoTime) {
			return this.micros + Math.floorDiv(nanoTime - this.nanos, 1000L);
		}

		long uncertainMicros() {
			return this.roundTripNanos / 2000;
		}

	}

}
