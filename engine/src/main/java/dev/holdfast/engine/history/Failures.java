package dev.holdfast.engine.history;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions as records and back. Any exception becomes a record, with a bounded message,
 * a bounded stack trace and a bounded chain of causes; a record becomes a
 * {@link WorkflowFailure} and never anything else.
 */
public final class Failures {

	private static final int MAX_MESSAGE = 4 * 1024;

	private static final int MAX_STACK_TRACE = 16 * 1024;

	private static final int MAX_DEPTH = 20;

	private Failures() {
	}

	/** The record of an exception. */
	public static FailureRecord toRecord(Throwable thrown) {
		return toRecord(thrown, MAX_DEPTH);
	}

	private static FailureRecord toRecord(Throwable thrown, int depth) {
		Throwable next = thrown.getCause();
		FailureRecord cause = (next != null && next != thrown && depth > 1) ? toRecord(next, depth - 1) : null;
		String stackTrace = stackTrace(thrown);
		if (thrown instanceof ApplicationFailure failure) {
			Duration delay = failure.nextRetryDelay();
			return new FailureRecord(FailureRecord.Kind.APPLICATION, message(failure.reason()), failure.type(),
					failure.isNonRetryable(), (delay != null) ? delay.toNanos() / 1000 : null, null, null, null, 0,
					null, stackTrace, cause);
		}
		if (thrown instanceof ActivityFailure failure) {
			return new FailureRecord(FailureRecord.Kind.ACTIVITY, message(failure.reason()), null, false, null, null,
					failure.activityType(), String.valueOf(failure.activityId()), failure.attempts(),
					failure.retryState(), stackTrace, cause);
		}
		if (thrown instanceof ChildWorkflowFailure failure) {
			return new FailureRecord(FailureRecord.Kind.CHILD, message(failure.reason()), null, false, null, null,
					failure.workflowType(), failure.workflowId(), 0, null, stackTrace, cause);
		}
		if (thrown instanceof TimeoutFailure failure) {
			return timeout(failure.type(), message(failure.reason()), cause);
		}
		if (thrown instanceof CanceledFailure failure) {
			return canceled(message(failure.reason()));
		}
		if (thrown instanceof TerminatedFailure failure) {
			return terminated(message(failure.reason()));
		}
		if (thrown instanceof WorkflowIdInUseFailure failure) {
			return workflowIdInUse(failure.workflowId());
		}
		String message = thrown.getMessage();
		return new FailureRecord(FailureRecord.Kind.APPLICATION, message((message != null) ? message : ""),
				thrown.getClass().getName(), false, null, null, null, null, 0, null, stackTrace, cause);
	}

	public static FailureRecord timeout(TimeoutType type, String message, @Nullable FailureRecord cause) {
		return new FailureRecord(FailureRecord.Kind.TIMEOUT, message, null, false, null, type, null, null, 0, null,
				null, cause);
	}

	public static FailureRecord canceled(String message) {
		return new FailureRecord(FailureRecord.Kind.CANCELED, message, null, false, null, null, null, null, 0, null,
				null, null);
	}

	public static FailureRecord terminated(String message) {
		return new FailureRecord(FailureRecord.Kind.TERMINATED, message, null, false, null, null, null, null, 0, null,
				null, null);
	}

	public static FailureRecord workflowIdInUse(String workflowId) {
		return new FailureRecord(FailureRecord.Kind.WORKFLOW_ID_IN_USE, "", null, false, null, null, null, workflowId,
				0, null, null, null);
	}

	/** A failure of the engine's own making, with a type but no exception behind it. */
	public static FailureRecord application(String type, String message) {
		return new FailureRecord(FailureRecord.Kind.APPLICATION, message, type, false, null, null, null, null, 0, null,
				null, null);
	}

	/** The failure that a record stands for. */
	public static WorkflowFailure toFailure(FailureRecord record) {
		WorkflowFailure cause = (record.cause() != null) ? toFailure(record.cause()) : null;
		return switch (record.kind()) {
			case APPLICATION -> ApplicationFailure.recorded(orEmpty(record.type()), record.message(),
					record.nonRetryable(), record.stackTrace(), cause);
			case ACTIVITY -> new ActivityFailure(orEmpty(record.subject()), number(record.subjectId()),
					record.attempts(), (record.retryState() != null) ? record.retryState() : RetryState.TIMEOUT, cause);
			case CHILD -> new ChildWorkflowFailure(orEmpty(record.subject()), orEmpty(record.subjectId()), cause);
			case TIMEOUT ->
				new TimeoutFailure((record.timeoutType() != null) ? record.timeoutType() : TimeoutType.START_TO_CLOSE,
						record.message(), cause);
			case CANCELED -> new CanceledFailure(record.message());
			case TERMINATED -> new TerminatedFailure(record.message());
			case WORKFLOW_ID_IN_USE -> new WorkflowIdInUseFailure(orEmpty(record.subjectId()));
		};
	}

	/** Whether cancellation is what an exception comes from. */
	public static boolean isCancellation(Throwable thrown) {
		int depth = 0;
		for (Throwable t = thrown; t != null && depth < MAX_DEPTH; t = t.getCause()) {
			if (t instanceof CanceledFailure) {
				return true;
			}
			depth++;
		}
		return false;
	}

	private static String message(String message) {
		return (message.length() <= MAX_MESSAGE) ? message : message.substring(0, MAX_MESSAGE) + "…";
	}

	private static String stackTrace(Throwable thrown) {
		String original = (thrown instanceof WorkflowFailure failure) ? failure.originalStackTrace() : null;
		if (original != null) {
			return original;
		}
		StringWriter text = new StringWriter();
		PrintWriter writer = new PrintWriter(text);
		for (StackTraceElement element : thrown.getStackTrace()) {
			writer.append("at ").println(element);
			if (text.getBuffer().length() > MAX_STACK_TRACE) {
				writer.println("…");
				break;
			}
		}
		return text.toString();
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private static long number(@Nullable String text) {
		return (text != null) ? Long.parseLong(text) : 0;
	}

}
