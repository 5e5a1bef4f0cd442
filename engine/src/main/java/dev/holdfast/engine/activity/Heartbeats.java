package dev.holdfast.engine.activity;

import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one attempt. The first is written down at once; of those that follow
 * only the newest counts, once a while. Thread-safe.
 */
final class Heartbeats {

	private static final long USUAL_INTERVAL = 30_000_000;

	private static final long LONGEST_INTERVAL = 60_000_000;

	private final EngineClock clock;

	private final Timers timers;

	private final long interval;

	private final Writer writer;

	private long nextWrite;

	private boolean unwritten;

	private boolean ended;

	private Timers.@Nullable Handle timer;

	private volatile byte @Nullable [] lastDetails;

	private volatile long lastAt;

	/** Writes down that the attempt is alive. */
	@FunctionalInterface
	interface Writer {

		void write(byte @Nullable [] details);

	}

	/**
	 * Creates them.
	 * @param timeout the heartbeat timeout in microseconds; they are written down after
	 * four fifths of it
	 */
	Heartbeats(EngineClock clock, Timers timers, @Nullable Long timeout, Writer writer) {
		this.clock = clock;
		this.timers = timers;
		this.interval = (timeout != null) ? Math.min(LONGEST_INTERVAL, timeout / 5 * 4) : USUAL_INTERVAL;
		this.writer = writer;
	}

	/** The attempt begins. */
	void begin(long now) {
		this.lastAt = now;
	}

	/**
	 * The attempt is alive.
	 * @param matters whether that has to be written down even without details
	 */
	void beat(byte @Nullable [] details, boolean matters) {
		long now = this.clock.micros();
		this.lastAt = now;
		if (details != null) {
			this.lastDetails = details;
		}
		if (details == null && !matters) {
			return;
		}
		synchronized (this) {
			if (now >= this.nextWrite) {
				write(now);
			}
			else if (!this.unwritten && !this.ended) {
				this.unwritten = true;
				this.timer = this.timers.schedule(this.nextWrite, this::writeLater);
			}
		}
	}

	private synchronized void writeLater() {
		if (this.unwritten && !this.ended) {
			write(this.clock.micros());
		}
	}

	private void write(long now) {
		this.nextWrite = now + this.interval;
		this.unwritten = false;
		this.writer.write(this.lastDetails);
	}

	/** Nothing more is written; the last details remain. */
	synchronized void end() {
		this.ended = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/** The details of the last one, also if they were not written down. */
	byte @Nullable [] lastDetails() {
		return this.lastDetails;
	}

	/** When the last one was. */
	long lastAt() {
		return this.lastAt;
	}

}
