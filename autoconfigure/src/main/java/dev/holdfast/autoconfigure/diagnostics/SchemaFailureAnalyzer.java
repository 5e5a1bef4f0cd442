package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.store.schema.SchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What is the matter with the tables. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SchemaException cause) {
		return Sentences.analysis(cause, "Bring the tables of Holdfast into shape, as the description says.");
	}

}
