package dev.holdfast.autoconfigure.diagnostics;

import java.util.List;

import dev.holdfast.engine.definition.DefinitionProblem;
import dev.holdfast.engine.definition.InvalidDefinitionsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Everything that is wrong with annotated beans, numbered, and what to do about each. */
final class InvalidDefinitionsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDefinitionsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDefinitionsException cause) {
		List<DefinitionProblem> problems = cause.problems();
		NumberedText description = new NumberedText(
				((problems.size() == 1) ? "1 problem" : problems.size() + " problems")
						+ " in workflow and activity beans:");
		NumberedText action = new NumberedText("Correct the beans:");
		for (DefinitionProblem problem : problems) {
			description.item(problem.what(), List.of());
			action.item(problem.remedy(), List.of());
		}
		return new FailureAnalysis(description.toString(), action.toString(), cause);
	}

}
