package dev.holdfast.engine.store;

import java.util.concurrent.atomic.AtomicLong;

import dev.holdfast.engine.time.EngineClock;

/**
 * Places in the order of messages: the time in microseconds, and for this node never the
 * same twice, so that what one sender sends one after the other arrives in that order.
 */
public final class MessageOrder {

	private final EngineClock clock;

	private final AtomicLong last = new AtomicLong();

	public MessageOrder(EngineClock clock) {
		this.clock = clock;
	}

	public long next() {
		long now = this.clock.micros();
		return this.last.updateAndGet((previous) -> Math.max(previous + 1, now));
	}

}
