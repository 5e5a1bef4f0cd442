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
		StringBuilder description = new StringBuilder("%s in workflow and activity beans:%n"
			.formatted((problems.size() == 1) ? "1 problem" : problems.size() + " problems"));
		StringBuilder action = new StringBuilder("Correct the beans:%n".formatted());
		for (int i = 0; i < problems.size(); i++) {
			description.append("%n    %d. %s".formatted(i + 1, problems.get(i).what()));
			action.append("%n    %d. %s".formatted(i + 1, problems.get(i).remedy()));
		}
		return new FailureAnalysis(description.toString(), action.toString(), cause);
	}

}
