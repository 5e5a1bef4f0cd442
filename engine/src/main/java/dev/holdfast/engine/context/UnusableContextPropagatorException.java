package dev.holdfast.engine.context;

import dev.holdfast.HoldfastException;

/** What context propagators carry could not be told apart in stored headers. */
public final class UnusableContextPropagatorException extends HoldfastException {

	private final String problem;

	private final String remedy;

	UnusableContextPropagatorException(String problem, String remedy) {
		super(problem + " " + remedy, null);
		this.problem = problem;
		this.remedy = remedy;
	}

	/** What is wrong, and with which classes. */
	public String problem() {
		return this.problem;
	}

	/** What to do. */
	public String remedy() {
		return this.remedy;
	}

}
