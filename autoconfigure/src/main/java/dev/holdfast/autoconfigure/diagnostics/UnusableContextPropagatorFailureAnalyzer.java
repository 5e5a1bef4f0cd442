package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.context.UnusableContextPropagatorException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Which context propagators get in each other's way. */
final class UnusableContextPropagatorFailureAnalyzer
		extends AbstractFailureAnalyzer<UnusableContextPropagatorException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableContextPropagatorException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
