package dev.holdfast.benchmarks.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as text and as a picture. */
final class Report {

	/** What stands between these lines of the documentation is written by this. */
	private static final String BEGIN = "<!-- measured: begin -->";

	private static final String END = "<!-- measured: end -->";

	private static final Map<String, String> COLORS = Map.of("holdfast", "#2b6cb0", "dbos", "#c05621", "temporal",
			"#718096", "jdbc", "#a0aec0");

	private static final Map<String, String> NAMES = Map.of("holdfast", "Holdfast", "dbos", "DBOS", "temporal",
			"Temporal's test server", "jdbc", "plain JDBC", "other", "Holdfast, otherwise");

	private static final List<String> CONTESTANTS = List.of("holdfast", "dbos", "temporal", "jdbc", "other");

	private static final int BAR = 22;

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<Goal> goals = new ArrayList<>();

	void add(Measurement measurement) {
		this.measurements.add(measurement);
	}

	void add(Goal goal) {
		this.goals.add(goal);
	}

	void print(String machine) {
		System.out.println(text(machine));
	}

	private String text(String machine) {
		StringBuilder text = new StringBuilder();
		text.append("Measured on ")
			.append(LocalDate.now(ZoneOffset.UTC))
			.append(": ")
			.append(machine)
			.append(".\n\n| work |");
		CONTESTANTS.forEach((contestant) -> text.append(' ').append(NAMES.get(contestant)).append(" |"));
		text.append("\n| --- |").append(" --- |".repeat(CONTESTANTS.size())).append('\n');
		for (Measurement measurement : this.measurements) {
			text.append("| ").append(measurement.work()).append(" |");
			CONTESTANTS.forEach((contestant) -> text.append(' ').append(measurement.cell(contestant)).append(" |"));
			text.append('\n');
		}
		text.append("\n| goal | wanted | measured | reached |\n| --- | --- | --- | --- |\n");
		this.goals.forEach((goal) -> text.append(goal.row()).append('\n'));
		return text.toString();
	}

	/** Puts the tables into the documentation, and the picture beside it. */
	void write(Path docs, String machine) throws IOException {
		Path page = docs.resolve("performance.md");
		String before = Files.readString(page);
		int begin = before.indexOf(BEGIN) + BEGIN.length();
		int end = before.indexOf(END);
		Files.writeString(page, before.substring(0, begin) + "\n![Steps per second](performance.svg)\n\n"
				+ text(machine) + before.substring(end));
		Files.writeString(docs.resolve("performance.svg"), picture());
	}

	/** Bars for all work of which there is so much in a second. */
	private String picture() {
		StringBuilder bars = new StringBuilder();
		int y = 10;
		for (Measurement measurement : this.measurements) {
			List<String> shown = CONTESTANTS.stream()
				.filter((contestant) -> COLORS.containsKey(contestant) && !measurement.cell(contestant).isEmpty())
				.toList();
			if (shown.size() < 2 || !measurement.cell("holdfast").contains("/s")) {
				continue;
			}
			double most = shown.stream().mapToDouble(measurement::median).max().orElseThrow();
			y += BAR;
			bars.append("<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n".formatted(y, measurement.work()));
			for (String contestant : shown) {
				y += BAR;
				double figure = measurement.median(contestant);
				bars.append(String.format(Locale.ROOT, """
						<text x="10" y="%d">%s</text>
						<rect x="180" y="%d" width="%.0f" height="14" fill="%s"/>
						<text x="%.0f" y="%d">%s/s</text>
						""", y, NAMES.get(contestant), y - 12, Math.max(1, 400 * figure / most), COLORS.get(contestant),
						186 + 400 * figure / most, y, Measurement.number(figure)));
			}
			y += BAR / 2;
		}
		return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"" + (y + 20)
				+ "\" font-family=\"sans-serif\" font-size=\"13\">\n" + bars + "</svg>\n";
	}

}
