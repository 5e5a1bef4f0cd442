package dev.holdfast.autoconfigure.diagnostics;

import java.util.List;
import java.util.stream.Collectors;

/** A heading, what belongs to it, numbered, and what follows. */
final class NumberedText {

	private static final String INDENT = " ".repeat(7);

	private final StringBuilder text;

	private int items;

	NumberedText(String heading) {
		this.text = new StringBuilder(heading).append(System.lineSeparator());
	}

	/** Something of one or several lines, and lines that explain it. */
	void item(String what, List<String> lines) {
		this.items++;
		this.text.append("%n    %d. %s".formatted(this.items, indented(what)));
		lines.forEach((line) -> this.text.append("%n%s%s".formatted(INDENT, indented(line))));
	}

	/** Paragraphs of their own. */
	void after(List<String> paragraphs) {
		paragraphs.forEach((paragraph) -> this.text.append("%n%n%s".formatted(paragraph)));
	}

	private static String indented(String lines) {
		return lines.strip()
			.lines()
			.collect(Collectors.joining(System.lineSeparator() + INDENT))
			.replaceAll("(?m)^ +$", "");
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
