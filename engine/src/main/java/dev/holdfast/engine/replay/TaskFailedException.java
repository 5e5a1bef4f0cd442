package dev.holdfast.engine.replay;

import java.util.Objects;

import dev.holdfast.engine.history.UnreadableHistoryException;
import org.jspecify.annotations.Nullable;

/**
 * The code of a run failed in a way that must not end the execution: it threw what is no
 * failure, did not match its history, or its history cannot be read. Nothing of the task
 * counts.
 */
public final class TaskFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean nonDeterminism;

	public TaskFailedException(Throwable cause) {
		super(describe(cause, cause.toString()), cause);
		this.nonDeterminism = cause instanceof NonDeterminismError;
	}

	/** Whether code and history do not match. */
	public boolean isNonDeterminism() {
		return this.nonDeterminism;
	}

	/**
	 * Whether the run has a part in it: what it has not is tried again without being
	 * counted.
	 */
	public boolean isCounted() {
		return !(getCause() instanceof TaskTimeoutException timeout) || timeout.isCounted();
	}

	/** What failed and where, without words of the application. */
	public String withoutWordsOfTheApplication() {
		Throwable cause = Objects.requireNonNull(getCause());
		boolean own = cause instanceof UnreadableHistoryException;
		return describe(cause, own ? cause.toString() : cause.getClass().getName());
	}

	private static String describe(Throwable cause, String what) {
		StringBuilder text = new StringBuilder();
		if (cause instanceof TaskTimeoutException || cause instanceof NonDeterminismError) {
			return String.valueOf(cause.getMessage());
		}
		text.append(what);
		for (StackTraceElement element : cause.getStackTrace()) {
			if (isOfTheApplication(element)) {
				text.append(" (at ").append(element).append(')');
				break;
			}
		}
		return text.toString();
	}

	/** Code and history side by side, or {@code null} if something else failed. */
	public @Nullable HistoryDiff diff() {
		return (getCause() instanceof NonDeterminismError error) ? error.diff() : null;
	}

	/** Whether people who look for what went wrong look there. */
	static boolean isOfTheApplication(StackTraceElement element) {
		String name = element.getClassName();
		return !name.startsWith("dev.holdfast.engine.") && !name.startsWith("dev.holdfast.workflow.Workflows")
				&& !name.startsWith("java.") && !name.startsWith("jdk.") && !name.contains("$$")
				&& !name.startsWith("org.springframework.");
	}

}
