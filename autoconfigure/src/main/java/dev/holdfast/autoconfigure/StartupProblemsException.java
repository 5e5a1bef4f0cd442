package dev.holdfast.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import dev.holdfast.HoldfastException;

/**
 * Several things that have nothing to do with each other keep the engine from starting.
 */
public final class StartupProblemsException extends HoldfastException {

	private final transient List<RuntimeException> problems;

	StartupProblemsException(List<RuntimeException> problems) {
		super(problems.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")), null);
		this.problems = List.copyOf(problems);
		problems.forEach(this::addSuppressed);
	}

	/** What is wrong, at least two. */
	public List<RuntimeException> problems() {
		return this.problems;
	}

}
