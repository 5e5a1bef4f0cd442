package dev.holdfast.engine.definition;

import java.util.List;
import java.util.stream.Collectors;

import dev.holdfast.HoldfastException;

/** Annotated beans cannot work as they are; all problems that were found, together. */
public final class InvalidDefinitionsException extends HoldfastException {

	private final transient List<DefinitionProblem> problems;

	public InvalidDefinitionsException(List<DefinitionProblem> problems) {
		super(problems.stream()
			.map((problem) -> problem.what() + " " + problem.remedy())
			.collect(Collectors.joining(System.lineSeparator())), null);
		this.problems = List.copyOf(problems);
	}

	public List<DefinitionProblem> problems() {
		return this.problems;
	}

}
