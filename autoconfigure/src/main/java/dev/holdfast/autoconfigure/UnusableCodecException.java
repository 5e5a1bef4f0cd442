package dev.holdfast.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Payloads could not be encoded with the codecs or the keys that the application has. */
public final class UnusableCodecException extends IllegalStateException {

	private final String remedy;

	UnusableCodecException(@Nullable String problem, String remedy, @Nullable Throwable cause) {
		super(problem, cause);
		this.remedy = remedy;
	}

	/** What to do. */
	public String remedy() {
		return this.remedy;
	}

}
