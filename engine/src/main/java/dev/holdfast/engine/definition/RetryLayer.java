package dev.holdfast.engine.definition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A retry policy as one source gives it: a call, an injection point, properties or an
 * annotation. {@code null} means that the source says nothing.
 *
 * @param initialInterval the delay before the second attempt
 * @param backoffCoefficient the growth of the delay
 * @param maximumInterval the longest delay
 * @param maximumAttempts the number of attempts, 0 for no limit
 * @param nonRetryable types of failures that are not retried
 */
public record RetryLayer(@Nullable Duration initialInterval, @Nullable Double backoffCoefficient,
		@Nullable Duration maximumInterval, @Nullable Integer maximumAttempts, @Nullable List<String> nonRetryable) {

	/** A source that says nothing. */
	public static final RetryLayer NOTHING = new RetryLayer(null, null, null, null, null);

	static RetryLayer of(Retry retry, Placeholders placeholders) {
		if (retry.maximumAttempts() < -1) {
			throw new IllegalArgumentException(
					"maximumAttempts must be 0 for no limit, or positive, but is " + retry.maximumAttempts());
		}
		List<String> nonRetryable = (retry.nonRetryable().length == 0) ? null
				: Arrays.stream(retry.nonRetryable()).map(Class::getName).toList();
		return new RetryLayer(ActivityLayer.duration(placeholders, "initialInterval", retry.initialInterval()),
				(retry.backoffCoefficient() == 0) ? null : retry.backoffCoefficient(),
				ActivityLayer.duration(placeholders, "maximumInterval", retry.maximumInterval()),
				(retry.maximumAttempts() < 0) ? null : retry.maximumAttempts(), nonRetryable);
	}

	static RetryLayer of(RetryPolicy policy) {
		return new RetryLayer(policy.initialInterval(), policy.backoffCoefficient(), policy.maximumInterval(),
				policy.maximumAttempts(), policy.nonRetryableTypes());
	}

	/** What this source says, and where it says nothing, what a weaker source says. */
	RetryLayer over(RetryLayer weaker) {
		return new RetryLayer(first(weaker, RetryLayer::initialInterval), first(weaker, RetryLayer::backoffCoefficient),
				first(weaker, RetryLayer::maximumInterval), first(weaker, RetryLayer::maximumAttempts),
				first(weaker, RetryLayer::nonRetryable));
	}

	private <T> @Nullable T first(RetryLayer weaker, Function<RetryLayer, @Nullable T> option) {
		T own = option.apply(this);
		return (own != null) ? own : option.apply(weaker);
	}

	/**
	 * The policy with the defaults for what no source said.
	 * @throws IllegalArgumentException if the parts contradict each other
	 */
	RetryPolicy resolve() {
		RetryPolicy defaults = RetryPolicy.unlimited();
		return new RetryPolicy((this.maximumAttempts != null) ? this.maximumAttempts : 0,
				(this.initialInterval != null) ? this.initialInterval : defaults.initialInterval(),
				(this.backoffCoefficient != null) ? this.backoffCoefficient : defaults.backoffCoefficient(),
				this.maximumInterval, (this.nonRetryable != null) ? this.nonRetryable : List.of());
	}

}
