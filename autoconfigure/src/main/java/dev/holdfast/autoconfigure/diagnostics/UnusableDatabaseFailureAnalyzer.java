package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.store.schema.UnusableDatabaseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Why the engine cannot work with its database: the product, its connections, its
 * durability, its tables.
 */
final class UnusableDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDatabaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableDatabaseException cause) {
		return new FailureAnalysis(cause.what(), cause.remedy(), cause);
	}

}
