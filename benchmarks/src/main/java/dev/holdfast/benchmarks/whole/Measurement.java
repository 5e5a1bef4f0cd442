package dev.holdfast.benchmarks.whole;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What the contestants did at one kind of work, round by round. */
final class Measurement {

	private final String work;

	private final String unit;

	private final Map<String, double[]> rounds = new LinkedHashMap<>();

	Measurement(String work, String unit) {
		this.work = work;
		this.unit = unit;
	}

	String work() {
		return this.work;
	}

	void add(String contestant, double figure) {
		this.rounds.merge(contestant, new double[] { figure }, Measurement::together);
	}

	private static double[] together(double[] before, double[] more) {
		double[] all = Arrays.copyOf(before, before.length + more.length);
		System.arraycopy(more, 0, all, before.length, more.length);
		return all;
	}

	/** The median of the rounds. */
	double median(String contestant) {
		double[] sorted = this.rounds.getOrDefault(contestant, new double[] { Double.NaN }).clone();
		Arrays.sort(sorted);
		int half = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
	}

	/** How many times as much one does as another one, in the median of the rounds. */
	double ratio(String one, String other) {
		double[] ones = this.rounds.getOrDefault(one, new double[0]);
		double[] others = this.rounds.getOrDefault(other, new double[0]);
		Measurement ratios = new Measurement(this.work, "");
		for (int i = 0; i < Math.min(ones.length, others.length); i++) {
			ratios.add("", ones[i] / others[i]);
		}
		return ratios.median("");
	}

	/** The median with the least and the most, or nothing if it did not take part. */
	String cell(String contestant) {
		double[] figures = this.rounds.get(contestant);
		if (figures == null) {
			return "";
		}
		double least = Arrays.stream(figures).min().orElseThrow();
		double most = Arrays.stream(figures).max().orElseThrow();
		String text = number(median(contestant)) + " " + this.unit;
		return (figures.length == 1) ? text : text + " (" + number(least) + "–" + number(most) + ")";
	}

	static String number(@Nullable Double value) {
		if (value == null || value.isNaN()) {
			return "?";
		}
		if (value >= 100) {
			return String.format(Locale.ROOT, "%,d", Math.round(value));
		}
		return String.format(Locale.ROOT, (value >= 10) ? "%.1f" : "%.2f", value);
	}

}
