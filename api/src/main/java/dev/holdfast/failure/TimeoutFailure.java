package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/** A timeout passed. The cause, if any, is the failure of the attempt before. */
public final class TimeoutFailure extends WorkflowFailure {

	private final TimeoutType type;

	public TimeoutFailure(TimeoutType type, String reason, @Nullable Throwable cause) {
		super(reason, type + " timeout: " + reason, null, cause);
		this.type = type;
	}

	public TimeoutType type() {
		return this.type;
	}

}
