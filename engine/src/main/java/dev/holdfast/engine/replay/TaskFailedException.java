package dev.holdfast.engine.replay;

/**
 * The code of a run failed in a way that must not end the execution: it threw what is no
 * failure, did not match its history, or its history cannot be read. Nothing of the task
 * counts.
 */
public final class TaskFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean nonDeterminism;

	public TaskFailedException(Throwable cause) {
		super(describe(cause), cause);
		this.nonDeterminism = cause instanceof NonDeterminismError;
	}

	/** Whether code and history do not match. */
	public boolean isNonDeterminism() {
		return this.nonDeterminism;
	}

	private static String describe(Throwable cause) {
		StringBuilder text = new StringBuilder();
		text.append((cause instanceof NonDeterminismError) ? cause.getMessage() : cause.toString());
		for (StackTraceElement element : cause.getStackTrace()) {
			String name = element.getClassName();
			if (!name.startsWith("dev.holdfast.engine.") && !name.startsWith("dev.holdfast.workflow.Workflows")
					&& !name.startsWith("java.") && !name.startsWith("jdk.") && !name.contains("$$")
					&& !name.startsWith("org.springframework.")) {
				text.append(" (at ").append(element).append(')');
				break;
			}
		}
		return text.toString();
	}

}
