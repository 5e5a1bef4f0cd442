package dev.holdfast.test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

import dev.holdfast.engine.time.Micros;

/** The time of workflows, for code that asks a {@link Clock}. */
final class WorkflowTime extends Clock {

	private final SkippingClock clock;

	private final ZoneId zone;

	WorkflowTime(SkippingClock clock, ZoneId zone) {
		this.clock = clock;
		this.zone = zone;
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId other) {
		return new WorkflowTime(this.clock, other);
	}

	@Override
	public Instant instant() {
		return Micros.toInstant(this.clock.micros());
	}

}
