package dev.holdfast.benchmarks.whole;

/**
 * A figure that is to be reached.
 *
 * @param what what it is about
 * @param wanted the figure
 * @param most whether that is the most that it may be, and not the least
 * @param reached what was measured
 * @param unit what follows the figures
 */
record Goal(String what, double wanted, boolean most, double reached, String unit) {

	static Goal atLeast(String what, double wanted, double reached, String unit) {
		return new Goal(what, wanted, false, reached, unit);
	}

	static Goal atMost(String what, double wanted, double reached, String unit) {
		return new Goal(what, wanted, true, reached, unit);
	}

	boolean isReached() {
		return this.most ? this.reached <= this.wanted : this.reached >= this.wanted;
	}

	String row() {
		return "| %s | %s %s%s | %s%s | %s |".formatted(this.what, this.most ? "≤" : "≥",
				Measurement.number(this.wanted), this.unit, Measurement.number(this.reached), this.unit,
				isReached() ? "yes" : "**no**");
	}

}
