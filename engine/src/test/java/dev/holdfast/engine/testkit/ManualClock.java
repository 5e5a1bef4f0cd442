package dev.holdfast.engine.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;

/** A clock that stands still until it is moved. */
public final class ManualClock implements EngineClock {

	private final AtomicLong now = new AtomicLong(1_700_000_000_000_000L);

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

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

	public void advance(Duration duration) {
		this.now.addAndGet(Micros.of(duration));
		this.listeners.forEach(Runnable::run);
	}

}
