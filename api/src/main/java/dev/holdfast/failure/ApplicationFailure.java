package dev.holdfast.failure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import dev.holdfast.spi.FailureDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A failure of the application's own: thrown by name and type from workflows and
 * activities, and what every other exception of an activity becomes, with the class name
 * of that exception as its type.
 *
 * <pre>{@code
 * throw ApplicationFailure.nonRetryable("card-declined", "The card was declined")
 * 		.withDetails(new Decline(code, bank));
 * }</pre>
 *
 * Immutable, except for what every exception lets others change.
 */
public final class ApplicationFailure extends WorkflowFailure {

	private final String type;

	private final boolean nonRetryable;

	private final @Nullable Duration nextRetryDelay;

	private final FailureCategory category;

	private final @Nullable FailureDetails details;

	private ApplicationFailure(String type, String reason, boolean nonRetryable, @Nullable Duration nextRetryDelay,
			FailureCategory category, @Nullable FailureDetails details, @Nullable String originalStackTrace,
			@Nullable Throwable cause) {
		super(reason, reason.isEmpty() ? type : type + ": " + reason, originalStackTrace, cause);
		this.type = type;
		this.nonRetryable = nonRetryable;
		this.nextRetryDelay = nextRetryDelay;
		this.category = category;
		this.details = details;
	}

	/** A failure that a retry policy may retry. */
	public static ApplicationFailure of(String type, String reason) {
		return create(type, reason, false, null);
	}

	/** A failure that a retry policy may retry, with its cause. */
	public static ApplicationFailure of(String type, String reason, Throwable cause) {
		return create(type, reason, false, cause);
	}

	/** A failure that no retry policy retries. */
	public static ApplicationFailure nonRetryable(String type, String reason) {
		return create(type, reason, true, null);
	}

	/** A failure that no retry policy retries, with its cause. */
	public static ApplicationFailure nonRetryable(String type, String reason, Throwable cause) {
		return create(type, reason, true, cause);
	}

	private static ApplicationFailure create(String type, String reason, boolean nonRetryable,
			@Nullable Throwable cause) {
		ApplicationFailure failure = new ApplicationFailure(requireType(type), reason, nonRetryable, null,
				FailureCategory.UNSPECIFIED, null, null, cause);
		failure.setStackTrace(Arrays.stream(failure.getStackTrace())
			.dropWhile((frame) -> frame.getClassName().equals(ApplicationFailure.class.getName()))
			.toArray(StackTraceElement[]::new));
		return failure;
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public static ApplicationFailure recorded(String type, String reason, boolean nonRetryable,
			@Nullable Duration nextRetryDelay, FailureCategory category, @Nullable FailureDetails details,
			@Nullable String originalStackTrace, @Nullable Throwable cause) {
		return new ApplicationFailure(type, reason, nonRetryable, nextRetryDelay, category, details, originalStackTrace,
				cause);
	}

	/**
	 * This failure with details: any value that can be written as JSON, read on the other
	 * side with {@link #details(Class)}. If it cannot be written, or is too large, the
	 * failure is recorded without it, and reading it says why.
	 */
	public ApplicationFailure withDetails(Object details) {
		return copy(this.nextRetryDelay, this.category, FailureDetails.of(Objects.requireNonNull(details, "details")));
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
		return copy(delay, this.category, this.details);
	}

	/** This failure in a category. */
	public ApplicationFailure withCategory(FailureCategory category) {
		return copy(this.nextRetryDelay, Objects.requireNonNull(category, "category"), this.details);
	}

	private ApplicationFailure copy(@Nullable Duration nextRetryDelay, FailureCategory category,
			@Nullable FailureDetails details) {
		ApplicationFailure copy = new ApplicationFailure(this.type, reason(), this.nonRetryable, nextRetryDelay,
				category, details, originalStackTrace(), getCause());
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

	public FailureCategory category() {
		return this.category;
	}

	/**
	 * The details, if it has any.
	 * @throws dev.holdfast.payload.PayloadException if they are of another type, or could
	 * not be recorded
	 */
	public <T> Optional<T> details(Class<T> type) {
		return read(this.details, type);
	}

	/**
	 * The details, if it has any.
	 * @throws dev.holdfast.payload.PayloadException if they are of another type, or could
	 * not be recorded
	 */
	public <T> Optional<T> details(ParameterizedTypeReference<T> type) {
		return read(this.details, type.getType());
	}

	/** For the engine: the details, as they are given or recorded. */
	public @Nullable FailureDetails recordedDetails() {
		return this.details;
	}

	private static String requireType(String type) {
		if (Objects.requireNonNull(type, "type").isBlank()) {
			throw new IllegalArgumentException("The type of an application failure must not be blank");
		}
		return type;
	}

}
