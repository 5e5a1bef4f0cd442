package dev.holdfast.autoconfigure.diagnostics;

import java.util.List;

import dev.holdfast.autoconfigure.InvalidPropertiesException;
import dev.holdfast.autoconfigure.PropertyProblem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Which properties have values that cannot work, where these come from, and what would
 * work; says more than that binding failed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertiesException cause) {
		List<PropertyProblem> problems = cause.problems();
		NumberedText description = new NumberedText("The configuration of Holdfast cannot work:");
		NumberedText action = new NumberedText("Correct the configuration:");
		for (PropertyProblem problem : problems) {
			description.item(problem.what() + ".", problem.origins());
			action.item(problem.remedy(), List.of());
		}
		description.after(cause.hints());
		return new FailureAnalysis(description.toString(), action.toString(), cause);
	}

}
