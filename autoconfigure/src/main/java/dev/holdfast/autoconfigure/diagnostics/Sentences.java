package dev.holdfast.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyses of exceptions whose message already says what is the matter and what to do:
 * the last paragraph is what to do.
 */
final class Sentences {

	private Sentences() {
	}

	static FailureAnalysis analysis(Throwable cause, String otherwise) {
		String message = String.valueOf(cause.getMessage()).strip();
		int paragraph = message.lastIndexOf('\n');
		if (paragraph < 0) {
			return new FailureAnalysis(message, otherwise, cause);
		}
		return new FailureAnalysis(message.substring(0, paragraph).strip(), message.substring(paragraph).strip(),
				cause);
	}

}
