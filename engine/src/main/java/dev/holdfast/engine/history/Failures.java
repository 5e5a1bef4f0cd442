package dev.holdfast.engine.history;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.ExternalWorkflowFailure;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.UnknownFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.spi.FailureDetails;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.history.RunAttributes.WorkflowTimedOut;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions as records and back. Any exception becomes a record, with a bounded message,
 * a bounded stack trace, bounded details and a bounded chain of causes; a record becomes
 * a {@link WorkflowFailure} and never anything else.
 */
public final class Failures {

	private static final int MAX_MESSAGE = 4 * 1024;

	private static final int MAX_DEPTH = 20;

	private static final Duration LONGEST_DELAY = Duration.ofDays(36500);

	private Failures() {
	}

	// Exceptions as records

	/** The record of an exception, whatever is wrong with the exception. */
	public static FailureRecord toRecord(Throwable thrown, PayloadMapper payloads) {
		return toRecord(thrown, new DetailsWriter(payloads), MAX_DEPTH);
	}

	private static FailureRecord toRecord(Throwable thrown, DetailsWriter details, int depth) {
		FailureRecord record = bare(thrown, details).withStackTrace(stackTrace(thrown));
		Throwable next = cause(thrown);
		return (next != null && depth > 1) ? record.withCause(toRecord(next, details, depth - 1)) : record;
	}

	private static FailureRecord bare(Throwable thrown, DetailsWriter details) {
		if (thrown instanceof ApplicationFailure failure) {
			Duration delay = failure.nextRetryDelay();
			FailureCategory category = failure.category();
			return details.add(failure.recordedDetails(),
					new FailureRecord(FailureRecord.Kind.APPLICATION.name(), cut(failure.reason()), cut(failure.type()),
							failure.isNonRetryable(),
							(delay != null) ? Micros.of(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY)
									: null,
							(category != FailureCategory.UNSPECIFIED) ? category : null, null, null, null, 0, null,
							null, null, null, null));
		}
		if (thrown instanceof ActivityFailure failure) {
			return new FailureRecord(FailureRecord.Kind.ACTIVITY.name(), cut(failure.reason()), null, false, null, null,
					null, failure.activityType(), String.valueOf(failure.activityId()), failure.attempts(),
					failure.retryState(), null, null, null, null);
		}
		if (thrown instanceof ChildWorkflowFailure failure) {
			return new FailureRecord(FailureRecord.Kind.CHILD.name(), cut(failure.reason()), null, false, null, null,
					null, failure.workflowType(), failure.workflowId(), 0, null, null, null, null, null);
		}
		if (thrown instanceof TimeoutFailure failure) {
			return details.add(failure.recordedHeartbeat(), timeout(failure.type(), cut(failure.reason()), null));
		}
		if (thrown instanceof CanceledFailure failure) {
			return canceled(cut(failure.reason()));
		}
		if (thrown instanceof TerminatedFailure failure) {
			return terminated(cut(failure.reason()));
		}
		if (thrown instanceof WorkflowIdInUseFailure failure) {
			return workflowIdInUse(failure.workflowId());
		}
		if (thrown instanceof ExternalWorkflowFailure failure) {
			return new FailureRecord(FailureRecord.Kind.EXTERNAL.name(), cut(failure.reason()), null, false, null, null,
					null, null, failure.workflowId(), 0, null, null, null, null, null);
		}
		if (thrown instanceof UnknownFailure failure) {
			return new FailureRecord(failure.kind(), cut(failure.reason()), null, false, null, null, null, null, null,
					0, null, null, null, null, null);
		}
		return application(thrown.getClass().getName(), cut(message(thrown)));
	}

	/** Foreign exceptions may fail even to say what they are. */
	private static String message(Throwable thrown) {
		try {
			String message = thrown.getMessage();
			return (message != null) ? message : "";
		}
		catch (RuntimeException ex) {
			return "(its message could not be read: " + ex.getClass().getName() + ")";
		}
	}

	private static @Nullable Throwable cause(Throwable thrown) {
		try {
			Throwable cause = thrown.getCause();
			return (cause != thrown) ? cause : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static String cut(String message) {
		if (message.length() <= MAX_MESSAGE) {
			return message;
		}
		boolean splitsCharacter = Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 2));
		return message.substring(0, splitsCharacter ? MAX_MESSAGE - 2 : MAX_MESSAGE - 1) + "…";
	}

	private static String stackTrace(Throwable thrown) {
		String original = (thrown instanceof WorkflowFailure failure) ? failure.originalStackTrace() : null;
		return (original != null) ? original : StackTraceText.of(thrown.getStackTrace());
	}

	// Records of the engine's own making

	public static FailureRecord timeout(TimeoutType type, String message, @Nullable FailureRecord cause) {
		return timeout(type, message, null, cause);
	}

	/**
	 * A timeout.
	 * @param lastHeartbeat JSON of the details of the last heartbeat, or {@code null}
	 */
	public static FailureRecord timeout(TimeoutType type, String message, byte @Nullable [] lastHeartbeat,
			@Nullable FailureRecord cause) {
		return new FailureRecord(FailureRecord.Kind.TIMEOUT.name(), message, null, false, null, null, type, null, null,
				0, null, (lastHeartbeat != null) ? PayloadMapper.text(lastHeartbeat) : null, null, null, cause);
	}

	/** A timeout with the details of the last heartbeat; other failures as they are. */
	public static FailureRecord withLastHeartbeat(FailureRecord failure, byte @Nullable [] details) {
		return (failure.kind() == FailureRecord.Kind.TIMEOUT && details != null)
				? failure.withDetails(PayloadMapper.text(details), null) : failure;
	}

	public static FailureRecord canceled(String message) {
		return FailureRecord.of(FailureRecord.Kind.CANCELED, message);
	}

	/**
	 * The failure that a run ended with.
	 * @param end the event that closed it for good
	 * @return {@code null} if it completed
	 */
	public static @Nullable FailureRecord ofEnd(HistoryEvent end, String workflowType) {
		return switch (end.type()) {
			case WORKFLOW_COMPLETED -> null;
			case WORKFLOW_FAILED, WORKFLOW_CANCELED -> ((WorkflowFailed) end.attributes()).failure();
			case WORKFLOW_TERMINATED -> terminated(((WorkflowTerminated) end.attributes()).reason());
			case WORKFLOW_TIMED_OUT ->
				timeout(((WorkflowTimedOut) end.attributes()).timeout(), "workflow " + workflowType, null);
			default -> throw new UnreadableHistoryException("An event of type " + end.type() + " closes nothing", null);
		};
	}

	public static FailureRecord terminated(String message) {
		return FailureRecord.of(FailureRecord.Kind.TERMINATED, message);
	}

	public static FailureRecord workflowIdInUse(String workflowId) {
		return new FailureRecord(FailureRecord.Kind.WORKFLOW_ID_IN_USE.name(), "", null, false, null, null, null, null,
				workflowId, 0, null, null, null, null, null);
	}

	/** A failure with a type but no exception behind it. */
	public static FailureRecord application(String type, String message) {
		return new FailureRecord(FailureRecord.Kind.APPLICATION.name(), message, type, false, null, null, null, null,
				null, 0, null, null, null, null, null);
	}

	// Records as exceptions

	/** The failure that a record stands for. */
	public static WorkflowFailure toFailure(FailureRecord record, PayloadMapper payloads) {
		WorkflowFailure cause = (record.cause() != null) ? toFailure(record.cause(), payloads) : null;
		WorkflowFailure failure = toFailure(record, cause, payloads);
		String stackTrace = record.stackTrace();
		if (stackTrace != null && !stackTrace.isEmpty()) {
			failure.setStackTrace(StackTraceText.parse(stackTrace));
		}
		return failure;
	}

	private static WorkflowFailure toFailure(FailureRecord record, @Nullable WorkflowFailure cause,
			PayloadMapper payloads) {
		String stackTrace = record.stackTrace();
		return switch (record.kind()) {
			case APPLICATION -> ApplicationFailure.recorded(orEmpty(record.type()), record.message(),
					record.nonRetryable(), Micros.toDurationOrNull(record.nextRetryDelay()),
					Objects.requireNonNullElse(record.category(), FailureCategory.UNSPECIFIED),
					details(record, "The details of the failure", payloads), stackTrace, cause);
			case ACTIVITY ->
				new ActivityFailure(orEmpty(record.subject()), number(record.subjectId()), record.attempts(),
						Objects.requireNonNullElse(record.retryState(), RetryState.TIMEOUT), stackTrace, cause);
			case CHILD ->
				new ChildWorkflowFailure(orEmpty(record.subject()), orEmpty(record.subjectId()), stackTrace, cause);
			case TIMEOUT -> new TimeoutFailure(
					Objects.requireNonNullElse(record.timeoutType(), TimeoutType.START_TO_CLOSE), record.message(),
					details(record, "The details of the last heartbeat", payloads), stackTrace, cause);
			case CANCELED -> new CanceledFailure(record.message(), stackTrace, cause);
			case TERMINATED -> new TerminatedFailure(record.message(), stackTrace, cause);
			case EXTERNAL ->
				new ExternalWorkflowFailure(orEmpty(record.subjectId()), record.message(), stackTrace, cause);
			case WORKFLOW_ID_IN_USE -> new WorkflowIdInUseFailure(orEmpty(record.subjectId()));
			case UNKNOWN -> new UnknownFailure(record.kindName(), record.message(), stackTrace, cause);
		};
	}

	private static @Nullable FailureDetails details(FailureRecord record, String what, PayloadMapper payloads) {
		String json = record.details();
		String problem = record.detailsProblem();
		return (json != null || problem != null) ? new RecordedDetails(json, problem, what, payloads) : null;
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

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private static long number(@Nullable String text) {
		return (text != null) ? Long.parseLong(text) : 0;
	}

	/** Details that were recorded: read when somebody asks for them. */
	private record RecordedDetails(@Nullable String json, @Nullable String problem, String what,
			PayloadMapper payloads) implements FailureDetails {

		@Override
		public @Nullable Object read(Type type) {
			if (this.json == null) {
				throw new PayloadException(this.what + " were not recorded: " + this.problem, null);
			}
			return this.payloads.read(this.json.getBytes(StandardCharsets.UTF_8), type, this.what);
		}

	}

	/**
	 * Writes the details of a whole chain, which together may be as large as a payload.
	 */
	private static final class DetailsWriter {

		private final PayloadMapper payloads;

		private long room;

		DetailsWriter(PayloadMapper payloads) {
			this.payloads = payloads;
			this.room = payloads.maxSize();
		}

		FailureRecord add(@Nullable FailureDetails details, FailureRecord record) {
			if (details == null) {
				return record;
			}
			if (details instanceof RecordedDetails recorded) {
				return fit(record, recorded.json(), recorded.problem());
			}
			try {
				return fit(record, PayloadMapper.text(this.payloads.write(details.given(), "The details of a failure")),
						null);
			}
			catch (PayloadException ex) {
				return record.withDetails(null, ex.getMessage());
			}
		}

		private FailureRecord fit(FailureRecord record, @Nullable String json, @Nullable String problem) {
			long size = (json != null) ? json.length() : 0;
			if (size > this.room) {
				return record.withDetails(null,
						"together with those of the failures around it they are larger than a payload may be ("
								+ this.payloads.maxSize() + " bytes)");
			}
			this.room -= size;
			return record.withDetails(json, problem);
		}

	}

}
