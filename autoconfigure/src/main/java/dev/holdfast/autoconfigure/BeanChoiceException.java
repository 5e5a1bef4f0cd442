package dev.holdfast.autoconfigure;

import java.util.List;

import dev.holdfast.HoldfastException;

/**
 * It is not clear which bean of the application the engine is to use, or there is none
 * that it can use.
 */
public final class BeanChoiceException extends HoldfastException {

	private final String what;

	private final transient List<String> candidates;

	private final String remedy;

	BeanChoiceException(String what, List<String> candidates, String remedy) {
		super(what + (candidates.isEmpty() ? "" : " Candidates: " + String.join(", ", candidates) + ".") + " " + remedy,
				null);
		this.what = what;
		this.candidates = List.copyOf(candidates);
		this.remedy = remedy;
	}

	/** What is the matter. */
	public String what() {
		return this.what;
	}

	/** The names of the beans that come into question. */
	public List<String> candidates() {
		return this.candidates;
	}

	/** What to do. */
	public String remedy() {
		return this.remedy;
	}

}
