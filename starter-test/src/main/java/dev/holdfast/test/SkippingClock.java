package dev.holdfast.test;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;

/** A clock that stands still until it is moved. Thread-safe. */
final class SkippingClock implements EngineClock {

	private final AtomicLong now = new AtomicLong();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	SkippingClock(Instant start) {
		set(start);
	}

	@Override
	public long micros() {
		return this.now.get();
	}

	@Override
	public long untilDue(long dueMicros) {
		return (dueMicros <= micros()) ? 0 : Long.MAX_VALUE;
	}

	@Override
	public void onMove(Runnable listener) {
		this.listeners.add(listener);
	}

	/** Moves it on; of no effect if it is later already. */
	void moveTo(long micros) {
		this.now.accumulateAndGet(micros, Math::max);
		this.listeners.forEach(Runnable::run);
	}

	/** Sets it, while no engine works by it. */
	void set(Instant time) {
		this.now.set(Micros.of(time));
	}

}
