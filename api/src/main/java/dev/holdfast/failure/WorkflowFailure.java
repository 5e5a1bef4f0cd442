package dev.holdfast.failure;

import java.lang.reflect.Type;
import java.util.Optional;

import dev.holdfast.spi.FailureDetails;
import org.jspecify.annotations.Nullable;

/**
 * The base of all failures that are recorded in a history. They travel from activity to
 * workflow, from child to parent and from workflow to client with their message, their
 * type and the text of their stack trace; an exception class named in stored data is
 * never instantiated. Thrown out of a workflow method, a failure closes the execution;
 * any other exception fails only the workflow task, which is tried again.
 */
public abstract class WorkflowFailure extends RuntimeException {

	private final String reason;

	private final @Nullable String originalStackTrace;

	protected WorkflowFailure(String reason, String message, @Nullable String originalStackTrace,
			@Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.originalStackTrace = originalStackTrace;
	}

	/**
	 * The message as it was given where the failure arose, without what this class adds
	 * to it.
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * The stack trace of the place where the failure arose, as text of at most 32 KiB, or
	 * {@code null} if the failure was not recorded: then {@link #getStackTrace()} says
	 * where it arose in this thread. The stack trace of a recorded failure has the same
	 * frames as this text, so logs show where it arose.
	 */
	public @Nullable String originalStackTrace() {
		return this.originalStackTrace;
	}

	@SuppressWarnings("unchecked")
	static <T> Optional<T> read(@Nullable FailureDetails details, Type type) {
		return (details != null) ? Optional.ofNullable((T) details.read(type)) : Optional.empty();
	}

}
