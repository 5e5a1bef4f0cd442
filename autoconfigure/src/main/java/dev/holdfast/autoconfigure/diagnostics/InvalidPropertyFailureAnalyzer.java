package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.autoconfigure.InvalidPropertyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Which property has a value that cannot work; says more than that binding failed. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
		return new FailureAnalysis("The configuration of Holdfast cannot work: " + cause.getMessage() + ".",
				"Change the property " + cause.property() + ".", cause);
	}

}
