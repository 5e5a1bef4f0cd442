package dev.holdfast.autoconfigure.diagnostics;

import java.util.stream.Collectors;

import dev.holdfast.autoconfigure.BeanChoiceException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Which beans come into question, and how to choose. */
final class BeanChoiceFailureAnalyzer extends AbstractFailureAnalyzer<BeanChoiceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BeanChoiceException cause) {
		String candidates = cause.candidates()
			.stream()
			.map((name) -> "%n    - %s".formatted(name))
			.collect(Collectors.joining());
		String description = cause.candidates().isEmpty() ? cause.what()
				: cause.what() + "%n%nBeans that there are:%n".formatted() + candidates;
		return new FailureAnalysis(description, cause.remedy(), cause);
	}

}
