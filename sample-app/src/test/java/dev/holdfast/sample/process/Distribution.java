package dev.holdfast.sample.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times that were measured, in milliseconds. */
final class Distribution {

	private final List<Double> millis = new ArrayList<>();

	void add(double millis) {
		this.millis.add(Math.max(0, millis));
	}

	int size() {
		return this.millis.size();
	}

	/** A row of a table: how many there are, and some percentiles. */
	String row(String what) {
		Collections.sort(this.millis);
		return String.format(Locale.ROOT, "| %s | %d | %.0f | %.0f | %.0f | %.0f |", what, size(), percentile(50),
				percentile(90), percentile(99), percentile(100));
	}

	private double percentile(int percent) {
		if (this.millis.isEmpty()) {
			return Double.NaN;
		}
		return this.millis.get((int) Math.ceil(percent / 100.0 * this.millis.size()) - 1);
	}

	static String head() {
		return "| milliseconds | samples | p50 | p90 | p99 | max |\n| --- | --: | --: | --: | --: | --: |";
	}

}
