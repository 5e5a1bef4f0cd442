package dev.holdfast.autoconfigure;

import java.util.List;

/**
 * A property whose value cannot work.
 *
 * @param name the name of the property
 * @param rule what its value must be: the rest of a sentence that begins with the name
 * @param actual what it is: the rest of a sentence that begins with "but is"
 * @param comparedWith the names of other properties that the rule speaks of
 * @param origins where the values of all these come from, a sentence each
 */
public record PropertyProblem(String name, String rule, String actual, List<String> comparedWith,
		List<String> origins) {

	/** Copies what it is given. */
	public PropertyProblem {
		comparedWith = List.copyOf(comparedWith);
		origins = List.copyOf(origins);
	}

	PropertyProblem(String name, String rule, Object actual) {
		this(name, rule, String.valueOf(actual), List.of(), List.of());
	}

	/** What is wrong, in one sentence without a full stop. */
	public String what() {
		return this.name + " " + this.rule + ", but is " + this.actual;
	}

	/** What to do. */
	public String remedy() {
		return "Change the property " + this.name + ". It " + this.rule + ".";
	}

}
