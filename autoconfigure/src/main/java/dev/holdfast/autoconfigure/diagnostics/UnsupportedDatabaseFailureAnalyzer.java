package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.store.schema.UnsupportedDatabaseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why the engine cannot work with a database. */
final class UnsupportedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedDatabaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedDatabaseException cause) {
		return Sentences.analysis(cause, "Use a database that Holdfast works with, and connections as the description"
				+ " says, or choose another DataSource bean with holdfast.data-source.");
	}

}
