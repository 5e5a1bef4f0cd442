package dev.holdfast.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How often and when something that failed is tried again. Immutable; each method answers
 * a changed copy.
 *
 * @param maximumAttempts how many attempts are made at the most; 0 for no limit
 * @param initialInterval the delay before the second attempt
 * @param backoffCoefficient by how much the delay grows from attempt to attempt; at least
 * 1
 * @param maximumInterval the longest delay, or {@code null} for 100 times the initial one
 * @param nonRetryableTypes types of failures that are not retried: class names of
 * exceptions, or the types of {@link dev.holdfast.failure.ApplicationFailure}
 */
public record RetryPolicy(int maximumAttempts, Duration initialInterval, double backoffCoefficient,
		@Nullable Duration maximumInterval, List<String> nonRetryableTypes) {

	private static final RetryPolicy UNLIMITED = new RetryPolicy(0, Duration.ofSeconds(1), 2.0, null, List.of());

	public RetryPolicy {
		if (maximumAttempts < 0) {
			throw new IllegalArgumentException(
					"maximumAttempts must be 0 (no limit) or more, but is " + maximumAttempts);
		}
		if (initialInterval.isNegative() || initialInterval.isZero()) {
			throw new IllegalArgumentException("initialInterval must be positive, but is " + initialInterval);
		}
		if (!(backoffCoefficient >= 1.0) || Double.isInfinite(backoffCoefficient)) {
			throw new IllegalArgumentException("backoffCoefficient must be 1 or more, but is " + backoffCoefficient);
		}
		if (maximumInterval != null && maximumInterval.compareTo(initialInterval) < 0) {
			throw new IllegalArgumentException("maximumInterval (" + maximumInterval
					+ ") must not be shorter than initialInterval (" + initialInterval + ")");
		}
		nonRetryableTypes = List.copyOf(nonRetryableTypes);
	}

	/** As many attempts as it takes: after 1 s, 2 s, 4 s and so on up to 100 s. */
	public static RetryPolicy unlimited() {
		return UNLIMITED;
	}

	/** A single attempt. */
	public static RetryPolicy once() {
		return maximumAttempts(1);
	}

	/** At most so many attempts, with the default delays. */
	public static RetryPolicy maximumAttempts(int attempts) {
		return new RetryPolicy(attempts, UNLIMITED.initialInterval, UNLIMITED.backoffCoefficient, null, List.of());
	}

	/** With another delay before the second attempt. */
	public RetryPolicy initialInterval(Duration interval) {
		return new RetryPolicy(this.maximumAttempts, interval, this.backoffCoefficient, this.maximumInterval,
				this.nonRetryableTypes);
	}

	/** With another growth of the delay. */
	public RetryPolicy backoffCoefficient(double coefficient) {
		return new RetryPolicy(this.maximumAttempts, this.initialInterval, coefficient, this.maximumInterval,
				this.nonRetryableTypes);
	}

	/** With another longest delay. */
	public RetryPolicy maximumInterval(Duration interval) {
		return new RetryPolicy(this.maximumAttempts, this.initialInterval, this.backoffCoefficient, interval,
				this.nonRetryableTypes);
	}

	/** With further types of failures that are not retried. */
	public RetryPolicy nonRetryable(String... types) {
		List<String> all = new ArrayList<>(this.nonRetryableTypes);
		all.addAll(List.of(types));
		return new RetryPolicy(this.maximumAttempts, this.initialInterval, this.backoffCoefficient,
				this.maximumInterval, all);
	}

	/** With further exceptions that are not retried. */
	@SafeVarargs
	public final RetryPolicy nonRetryable(Class<? extends Throwable>... types) {
		List<String> all = new ArrayList<>(this.nonRetryableTypes);
		for (Class<?> type : types) {
			all.add(type.getName());
		}
		return new RetryPolicy(this.maximumAttempts, this.initialInterval, this.backoffCoefficient,
				this.maximumInterval, all);
	}

	/**
	 * The delay after a number of failed attempts.
	 * @param failedAttempts at least 1
	 */
	public Duration delayAfter(int failedAttempts) {
		double initial = this.initialInterval.toNanos();
		double limit = (this.maximumInterval != null) ? this.maximumInterval.toNanos() : initial * 100;
		double delay = initial * Math.pow(this.backoffCoefficient, failedAttempts - 1.0);
		return Duration.ofNanos((long) Math.min(delay, Math.min(limit, Long.MAX_VALUE)));
	}

}
