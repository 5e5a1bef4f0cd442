package dev.holdfast.engine.history;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is stored: a tree of names, messages and texts. What a newer version
 * has added to it is passed over; a kind that this version does not know keeps its name.
 *
 * @param kindName the name of its kind
 * @param type for an application failure, what it is; otherwise {@code null}
 * @param nextRetryDelay in microseconds
 * @param subject for an activity or child failure, its type; otherwise {@code null}
 * @param subjectId for an activity its number, for a child its workflow id; otherwise
 * {@code null}
 * @param details JSON text: for an application failure its details, for a timeout those
 * of the last heartbeat
 * @param detailsProblem why the details could not be recorded, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FailureRecord(@JsonProperty("kind") String kindName, String message, @Nullable String type,
		boolean nonRetryable, @Nullable Long nextRetryDelay,
		@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL) @Nullable FailureCategory category,
		@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL) @Nullable TimeoutType timeoutType,
		@Nullable String subject, @Nullable String subjectId, int attempts,
		@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL) @Nullable RetryState retryState,
		@Nullable String details, @Nullable String detailsProblem, @Nullable String stackTrace,
		@Nullable FailureRecord cause) {

	public FailureRecord {
		kindName = (kindName != null) ? kindName : Kind.UNKNOWN.name();
		message = (message != null) ? message : ""; // an empty one is not written
	}

	/** The kinds of failures. */
	public enum Kind {

		APPLICATION, ACTIVITY, CHILD, TIMEOUT, CANCELED, TERMINATED, WORKFLOW_ID_IN_USE, EXTERNAL,
		/** A newer version wrote it. */
		UNKNOWN;

		static Kind of(String name) {
			for (Kind kind : values()) {
				if (kind.name().equals(name)) {
					return kind;
				}
			}
			return UNKNOWN;
		}

	}

	/** A failure of which only kind and message are known. */
	static FailureRecord of(Kind kind, String message) {
		return new FailureRecord(kind.name(), message, null, false, null, null, null, null, null, 0, null, null, null,
				null, null);
	}

	public Kind kind() {
		return Kind.of(this.kindName);
	}

	/**
	 * Whether it is part of normal business, or comes from an activity or a child whose
	 * failure is.
	 */
	public boolean benign() {
		boolean carries = kind() == Kind.ACTIVITY || kind() == Kind.CHILD;
		return (carries && this.cause != null) ? this.cause.benign() : this.category == FailureCategory.BENIGN;
	}

	/** The same failure, not to be retried. */
	public FailureRecord asNonRetryable() {
		return new FailureRecord(this.kindName, this.message, this.type, true, this.nextRetryDelay, this.category,
				this.timeoutType, this.subject, this.subjectId, this.attempts, this.retryState, this.details,
				this.detailsProblem, this.stackTrace, this.cause);
	}

	/** The same failure with another cause. */
	public FailureRecord withCause(@Nullable FailureRecord other) {
		return new FailureRecord(this.kindName, this.message, this.type, this.nonRetryable, this.nextRetryDelay,
				this.category, this.timeoutType, this.subject, this.subjectId, this.attempts, this.retryState,
				this.details, this.detailsProblem, this.stackTrace, other);
	}

	/** The same failure with a number of attempts. */
	public FailureRecord withAttempts(int number) {
		return new FailureRecord(this.kindName, this.message, this.type, this.nonRetryable, this.nextRetryDelay,
				this.category, this.timeoutType, this.subject, this.subjectId, number, this.retryState, this.details,
				this.detailsProblem, this.stackTrace, this.cause);
	}

	/** The same failure with details. */
	FailureRecord withDetails(@Nullable String json, @Nullable String problem) {
		return new FailureRecord(this.kindName, this.message, this.type, this.nonRetryable, this.nextRetryDelay,
				this.category, this.timeoutType, this.subject, this.subjectId, this.attempts, this.retryState, json,
				problem, this.stackTrace, this.cause);
	}

	/** The same failure, saying where it arose. */
	FailureRecord withStackTrace(@Nullable String text) {
		return new FailureRecord(this.kindName, this.message, this.type, this.nonRetryable, this.nextRetryDelay,
				this.category, this.timeoutType, this.subject, this.subjectId, this.attempts, this.retryState,
				this.details, this.detailsProblem, text, this.cause);
	}

	/** One line for people. */
	public String summary() {
		return summary(true);
	}

	/** One line for people, without the words of the application. */
	public String summaryOfTypes() {
		return summary(false);
	}

	private String summary(boolean withMessages) {
		String text = (withMessages && !this.message.isEmpty()) ? ": " + this.message : "";
		String head = switch (kind()) {
			case APPLICATION -> this.type + text;
			case ACTIVITY -> "activity " + this.subject + " failed";
			case CHILD -> "child workflow " + this.subject + " '" + this.subjectId + "' failed";
			case TIMEOUT -> this.timeoutType + " timeout";
			case CANCELED -> "cancelled" + text;
			case TERMINATED -> "terminated" + text;
			case EXTERNAL -> "another workflow '" + this.subjectId + "' was not reached" + text;
			case WORKFLOW_ID_IN_USE -> "workflow id '" + this.subjectId + "' is in use";
			case UNKNOWN -> this.kindName + text;
		};
		return (this.cause != null) ? head + ", caused by " + this.cause.summary(withMessages) : head;
	}

}
