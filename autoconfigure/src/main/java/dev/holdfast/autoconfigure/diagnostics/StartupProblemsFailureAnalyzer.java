package dev.holdfast.autoconfigure.diagnostics;

import java.util.List;

import dev.holdfast.autoconfigure.StartupProblemsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The analyses of several problems as one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupProblemsFailureAnalyzer extends AbstractFailureAnalyzer<StartupProblemsException> {

	private final List<FailureAnalyzer> analyzers = List.of(new H2FileFailureAnalyzer(),
			new InvalidPropertiesFailureAnalyzer(), new InvalidDefinitionsFailureAnalyzer(),
			new BeanChoiceFailureAnalyzer(), new EntitiesNotManagedFailureAnalyzer(),
			new UnusableCodecFailureAnalyzer(), new UnusableContextPropagatorFailureAnalyzer(),
			new UnusableDatabaseFailureAnalyzer());

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartupProblemsException cause) {
		NumberedText description = new NumberedText("Several things keep Holdfast from starting:");
		NumberedText action = new NumberedText("Correct all of them:");
		for (RuntimeException problem : cause.problems()) {
			FailureAnalysis analysis = analysis(problem);
			description.item(analysis.getDescription(), List.of());
			action.item(String.valueOf(analysis.getAction()), List.of());
		}
		return new FailureAnalysis(description.toString(), action.toString(), cause);
	}

	private FailureAnalysis analysis(RuntimeException problem) {
		for (FailureAnalyzer analyzer : this.analyzers) {
			FailureAnalysis analysis = analyzer.analyze(problem);
			if (analysis != null) {
				return analysis;
			}
		}
		return new FailureAnalysis(problem.toString(), "Look at the stack trace of this exception.", problem);
	}

}
