package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.store.schema.H2FileProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Why an H2 file does not open, whoever was the first to try. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class H2FileFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		return H2FileProblem.in(failure)
			.map((problem) -> new FailureAnalysis(problem.description(failure), problem.remedy(), failure))
			.orElse(null);
	}

}
