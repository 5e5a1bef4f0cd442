package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.store.schema.DurabilityException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why the database would lose what it has acknowledged. */
final class DurabilityFailureAnalyzer extends AbstractFailureAnalyzer<DurabilityException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DurabilityException cause) {
		return Sentences.analysis(cause, "Make the database durable, as the description says.");
	}

}
