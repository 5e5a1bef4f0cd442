package dev.holdfast.engine.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code block of a page that is taken from a source: {@code <!-- include: path#tag -->}
 * on the line above the block, and {@code // tag::tag[]} and {@code // end::tag[]} around
 * the code in the source.
 *
 * @param page the page
 * @param line the line of the marker, from 1
 * @param source the path of the source, from the root of the project
 * @param tag the tag in the source
 */
record IncludedCode(Path page, int line, String source, String tag) {

	private static final Pattern MARKER = Pattern.compile("\\s*<!--\\s*include:\\s*(\\S+?)#(\\S+)\\s*-->\\s*");

	private static final Pattern MARKER_LIKE = Pattern.compile("^\\s*<!--\\s*include\\b.*");

	private static final Pattern TAG_LINE = Pattern
		.compile("\\s*(?://|#|--|<!--)\\s*(tag|end)::(\\S+?)\\[]\\s*(?:-->)?");

	/** All pages below a project's root that may have markers. */
	static List<Path> pages(Path root) {
		try (Stream<Path> docs = Files.exists(root.resolve("docs")) ? Files.walk(root.resolve("docs"))
				: Stream.empty()) {
			return Stream.concat(Stream.of(root.resolve("README.md")), docs)
				.filter((path) -> path.toString().endsWith(".md") && Files.isRegularFile(path))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The markers of a page. */
	static List<IncludedCode> in(Path page) {
		List<IncludedCode> found = new ArrayList<>();
		List<String> lines = lines(page);
		for (int i = 0; i < lines.size(); i++) {
			Matcher marker = MARKER.matcher(lines.get(i));
			if (marker.matches()) {
				found.add(new IncludedCode(page, i + 1, marker.group(1), marker.group(2)));
			}
			else if (MARKER_LIKE.matcher(lines.get(i)).matches()) {
				throw new AssertionError(
						page + ":" + (i + 1) + ": not of the form <!-- include: path#tag -->: " + lines.get(i).strip());
			}
		}
		return found;
	}

	/**
	 * The blocks of Java that stand below no marker, of this kind or of {@link Snippets}.
	 */
	static List<String> javaOfNoSource(Path page) {
		List<String> found = new ArrayList<>();
		List<String> lines = lines(page);
		for (int i = 0; i < lines.size(); i++) {
			boolean marked = i > 0
					&& (MARKER.matcher(lines.get(i - 1)).matches() || lines.get(i - 1).startsWith("<!-- snippet: "));
			if (lines.get(i).strip().startsWith("```java") && !marked) {
				found.add(page + ":" + (i + 1) + ": there is no marker above this block");
			}
		}
		return found;
	}

	/** Compares the block with the source. */
	void check(Path root) {
		List<String> expected = inSource(root);
		List<String> actual = inPage();
		if (expected.equals(actual)) {
			return;
		}
		int same = 0;
		while (same < expected.size() && same < actual.size() && expected.get(same).equals(actual.get(same))) {
			same++;
		}
		throw new AssertionError(where() + " the block is not what " + this.source + "#" + this.tag + " is; line "
				+ (same + 1) + " of the block\n  is:        " + lineOf(actual, same) + "\n  should be: "
				+ lineOf(expected, same) + "\n\nThe whole block should be:\n\n" + String.join("\n", expected) + "\n");
	}

	private static String lineOf(List<String> lines, int index) {
		return (index < lines.size()) ? lines.get(index) : "(nothing)";
	}

	private String where() {
		return this.page + ":" + this.line + ":";
	}

	private List<String> inPage() {
		List<String> lines = lines(this.page);
		if (this.line >= lines.size() || !lines.get(this.line).startsWith("```")) {
			throw new AssertionError(where() + " no code block begins on the line below the marker");
		}
		for (int end = this.line + 1; end < lines.size(); end++) {
			if (lines.get(end).strip().equals("```")) {
				return tidy(lines.subList(this.line + 1, end));
			}
		}
		throw new AssertionError(where() + " the code block does not end");
	}

	private List<String> inSource(Path root) {
		Path file = root.resolve(this.source);
		if (!Files.isRegularFile(file)) {
			throw new AssertionError(where() + " there is no file " + this.source);
		}
		List<String> region = new ArrayList<>();
		boolean inside = false;
		boolean seen = false;
		for (String line : lines(file)) {
			Matcher tagLine = TAG_LINE.matcher(line);
			if (!tagLine.matches()) {
				if (inside) {
					region.add(line);
				}
			}
			else if (tagLine.group(2).equals(this.tag)) {
				inside = tagLine.group(1).equals("tag");
				seen = true;
			}
		}
		if (!seen) {
			throw new AssertionError(where() + " " + this.source + " has no tag '" + this.tag + "'");
		}
		if (inside) {
			throw new AssertionError(where() + " " + this.source + " does not end the tag '" + this.tag + "'");
		}
		return tidy(region);
	}

	/** Without common indentation and blank lines around; tabs are four spaces wide. */
	private static List<String> tidy(List<String> lines) {
		String text = String.join("\n", lines).replace("\t", "    ").stripTrailing();
		return text.replaceFirst("^(?: *\n)+", "").stripIndent().lines().map(String::stripTrailing).toList();
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
