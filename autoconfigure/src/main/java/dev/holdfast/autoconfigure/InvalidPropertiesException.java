package dev.holdfast.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/** Properties have values that cannot work: all that there are. */
public final class InvalidPropertiesException extends IllegalArgumentException {

	private final transient List<PropertyProblem> problems;

	private final transient List<String> hints;

	InvalidPropertiesException(List<PropertyProblem> problems, List<String> hints) {
		super(problems.stream().map(PropertyProblem::what).collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
		this.hints = List.copyOf(hints);
	}

	InvalidPropertiesException(PropertyProblem problem) {
		this(List.of(problem), List.of());
	}

	/** What is wrong, at least one. */
	public List<PropertyProblem> problems() {
		return this.problems;
	}

	/**
	 * What else was noticed about properties, and would have been no more than a warning.
	 */
	public List<String> hints() {
		return this.hints;
	}

}
