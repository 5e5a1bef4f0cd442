package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/**
 * An activity failed for good. The {@linkplain #getCause() cause} says why: an
 * {@link ApplicationFailure}, a {@link TimeoutFailure} or a {@link CanceledFailure}.
 */
public final class ActivityFailure extends WorkflowFailure {

	private final String activityType;

	private final long activityId;

	private final int attempts;

	private final RetryState retryState;

	public ActivityFailure(String activityType, long activityId, int attempts, RetryState retryState,
			@Nullable Throwable cause) {
		this(activityType, activityId, attempts, retryState, null, cause);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public ActivityFailure(String activityType, long activityId, int attempts, RetryState retryState,
			@Nullable String originalStackTrace, @Nullable Throwable cause) {
		super("Activity failed", "Activity " + activityType + " (id " + activityId + ") failed after " + attempts
				+ (attempts == 1 ? " attempt, " : " attempts, ") + retryState, originalStackTrace, cause);
		this.activityType = activityType;
		this.activityId = activityId;
		this.attempts = attempts;
		this.retryState = retryState;
	}

	public String activityType() {
		return this.activityType;
	}

	/**
	 * The id of the activity within its run: the number of the event that scheduled it.
	 */
	public long activityId() {
		return this.activityId;
	}

	/** How many attempts were begun. */
	public int attempts() {
		return this.attempts;
	}

	public RetryState retryState() {
		return this.retryState;
	}

}
