package dev.holdfast.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Steps of the start that do not need each other, so that one that fails does not hide
 * what is wrong with the others.
 */
final class StartupProblems {

	private final List<RuntimeException> problems = new ArrayList<>();

	/** Does one step: its result, or nothing if it fails. */
	<T> Optional<T> attempt(Supplier<T> step) {
		try {
			return Optional.of(step.get());
		}
		catch (RuntimeException ex) {
			this.problems.add(ex);
			return Optional.empty();
		}
	}

	/** Does one step that gives nothing. */
	void attempt(Runnable step) {
		attempt(() -> {
			step.run();
			return true;
		});
	}

	/**
	 * Ends the start if anything has failed.
	 * @throws StartupProblemsException if several steps have; one alone is thrown itself
	 */
	void check() {
		if (this.problems.size() == 1) {
			throw this.problems.get(0);
		}
		if (!this.problems.isEmpty()) {
			throw new StartupProblemsException(this.problems);
		}
	}

}
