package dev.holdfast.engine.simulation;

/**
 * Something that must never be.
 *
 * @param invariant which of the invariants does not hold, as {@code I-1} to {@code I-24}
 * @param what what was found
 */
record Violation(String invariant, String what) {

	/** The first words of it. */
	String brief() {
		String line = this.what.lines().findFirst().orElse("");
		return line.substring(0, Math.min(200, line.length()));
	}

	@Override
	public String toString() {
		return this.invariant + ": " + this.what;
	}

}
