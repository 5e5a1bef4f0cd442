package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure of a kind that this version does not know: it was recorded by a newer one.
 * Its reason, its stack trace and its causes are what the newer version has recorded.
 */
public final class UnknownFailure extends WorkflowFailure {

	private final String kind;

	/** For the engine: a failure rebuilt from its recorded parts. */
	public UnknownFailure(String kind, String reason, @Nullable String originalStackTrace, @Nullable Throwable cause) {
		super(reason, reason.isEmpty() ? kind : kind + ": " + reason, originalStackTrace, cause);
		this.kind = kind;
	}

	/** The name of the kind, as it is recorded. */
	public String kind() {
		return this.kind;
	}

}
