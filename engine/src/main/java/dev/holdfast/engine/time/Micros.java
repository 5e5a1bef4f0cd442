package dev.holdfast.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Times and durations as microseconds: times are cut off, durations rounded up, so that
 * nothing is early.
 */
public final class Micros {

	private Micros() {
	}

	/**
	 * A time, cut off. {@link ChronoUnit#between} would do for 292 years only.
	 * @throws ArithmeticException if it is more than 292,000 years away
	 */
	public static long of(Instant instant) {
		return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
	}

	public static Instant toInstant(long micros) {
		return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
	}

	public static @Nullable Instant toInstantOrNull(@Nullable Long micros) {
		return (micros != null) ? toInstant(micros) : null;
	}

	public static @Nullable Duration toDurationOrNull(@Nullable Long micros) {
		return (micros != null) ? Duration.of(micros, ChronoUnit.MICROS) : null;
	}

	/** A duration, rounded up. */
	public static long of(Duration duration) {
		long micros = duration.toSeconds() * 1_000_000 + duration.getNano() / 1000;
		return (duration.getNano() % 1000 != 0) ? micros + 1 : micros;
	}

}
