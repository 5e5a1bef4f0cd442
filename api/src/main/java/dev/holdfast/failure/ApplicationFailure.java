package dev.holdfast.failure;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the application's own: thrown by name and type from workflows and
 * activities, and what every other exception of an activity becomes, with the class name
 * of that exception as its type.
 *
 * <pre>{@code
 * throw ApplicationFailure.nonRetryable("card-declined", "The card was declined");
 * }</pre>
 */
public final class ApplicationFailure extends WorkflowFailure {

	private final String type;

	private final boolean nonRetryable;

	private final @Nullable Duration nextRetryDelay;

	private ApplicationFailure(String type, String reason, boolean nonRetryable, @Nullable Duration nextRetryDelay,
			@Nullable String originalStackTrace, @Nullable Throwable cause) {
		super(reason, reason.isEmpty() ? type : type + ": " + reason, originalStackTrace, cause);
		this.type = type;
		this.nonRetryable = nonRetryable;
		this.nextRetryDelay = nextRetryDelay;
	}

	/** A failure that a retry policy may retry. */
	public static ApplicationFailure of(String type, String reason) {
		return new ApplicationFailure(requireType(type), reason, false, null, null, null);
	}

	/** A failure that a retry policy may retry, with its cause. */
	public static ApplicationFailure of(String type, String reason, Throwable cause) {
		return new ApplicationFailure(requireType(type), reason, false, null, null, cause);
	}

	/** A failure that no retry policy retries. */
	public static ApplicationFailure nonRetryable(String type, String reason) {
		return new ApplicationFailure(requireType(type), reason, true, null, null, null);
	}

	/** A failure that no retry policy retries, with its cause. */
	public static ApplicationFailure nonRetryable(String type, String reason, Throwable cause) {
		return new ApplicationFailure(requireType(type), reason, true, null, null, cause);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public static ApplicationFailure recorded(String type, String reason, boolean nonRetryable,
			@Nullable String originalStackTrace, @Nullable Throwable cause) {
		return new ApplicationFailure(type, reason, nonRetryable, null, originalStackTrace, cause);
	}

	/**
	 * This failure, asking for a certain delay before the next attempt in place of the
	 * one that the retry policy computes.
	 * @param delay not negative
	 */
	public ApplicationFailure withNextRetryDelay(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("The next retry delay must not be negative, but is " + delay);
		}
		ApplicationFailure copy = new ApplicationFailure(this.type, reason(), this.nonRetryable, delay,
				originalStackTrace(), getCause());
		copy.setStackTrace(getStackTrace());
		return copy;
	}

	/** What kind of failure this is, as the application names it. */
	public String type() {
		return this.type;
	}

	/** Whether no retry policy may retry it. */
	public boolean isNonRetryable() {
		return this.nonRetryable;
	}

	/** The delay before the next attempt, or {@code null} if the retry policy decides. */
	public @Nullable Duration nextRetryDelay() {
		return this.nextRetryDelay;
	}

	private static String requireType(String type) {
		if (Objects.requireNonNull(type, "type").isBlank()) {
			throw new IllegalArgumentException("The type of an application failure must not be blank");
		}
		return type;
	}

}
