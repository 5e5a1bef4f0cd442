package dev.holdfast.failure;

/** Why an activity or a child workflow was not tried again. */
public enum RetryState {

	/** The failure said that it must not be retried, or the policy lists its type. */
	NON_RETRYABLE_FAILURE,
	/**
	 * The schedule-to-close timeout passed, or the next attempt would have begun after
	 * it.
	 */
	TIMEOUT,
	/** The policy's maximum number of attempts was made. */
	MAXIMUM_ATTEMPTS_REACHED,
	/** There was no policy to retry it. */
	RETRY_POLICY_NOT_SET,
	/** It was cancelled. */
	CANCEL_REQUESTED

}
