package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.autoconfigure.UnusableCodecException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why payloads could not be encoded. */
final class UnusableCodecFailureAnalyzer extends AbstractFailureAnalyzer<UnusableCodecException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableCodecException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.remedy(), cause);
	}

}
