package dev.holdfast.engine.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is stored: a tree of names, messages and texts.
 *
 * @param type for an application failure, what it is; otherwise {@code null}
 * @param subject for an activity or child failure, its type; otherwise {@code null}
 * @param subjectId for an activity its number, for a child its workflow id; otherwise
 * {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FailureRecord(Kind kind, String message, @Nullable String type, boolean nonRetryable,
		@Nullable Long nextRetryDelay, @Nullable TimeoutType timeoutType, @Nullable String subject,
		@Nullable String subjectId, int attempts, @Nullable RetryState retryState, @Nullable String stackTrace,
		@Nullable FailureRecord cause) {

	public FailureRecord {
		message = (message != null) ? message : ""; // an empty one is not written
	}

	/** The kinds of failures. */
	public enum Kind {

		APPLICATION, ACTIVITY, CHILD, TIMEOUT, CANCELED, TERMINATED, WORKFLOW_ID_IN_USE

	}

	/** The same failure, not to be retried. */
	public FailureRecord asNonRetryable() {
		return new FailureRecord(this.kind, this.message, this.type, true, this.nextRetryDelay, this.timeoutType,
				this.subject, this.subjectId, this.attempts, this.retryState, this.stackTrace, this.cause);
	}

	/** The same failure with another cause. */
	public FailureRecord withCause(@Nullable FailureRecord other) {
		return new FailureRecord(this.kind, this.message, this.type, this.nonRetryable, this.nextRetryDelay,
				this.timeoutType, this.subject, this.subjectId, this.attempts, this.retryState, this.stackTrace, other);
	}

	/** One line for people. */
	public String summary() {
		String head = switch (this.kind) {
			case APPLICATION -> this.type + (this.message.isEmpty() ? "" : ": " + this.message);
			case ACTIVITY -> "activity " + this.subject + " failed";
			case CHILD -> "child workflow " + this.subject + " '" + this.subjectId + "' failed";
			case TIMEOUT -> this.timeoutType + " timeout";
			case CANCELED -> "cancelled" + (this.message.isEmpty() ? "" : ": " + this.message);
			case TERMINATED -> "terminated" + (this.message.isEmpty() ? "" : ": " + this.message);
			case WORKFLOW_ID_IN_USE -> "workflow id '" + this.subjectId + "' is in use";
		};
		return (this.cause != null) ? head + ", caused by " + this.cause.summary() : head;
	}

}
