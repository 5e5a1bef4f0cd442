package dev.holdfast.sample.process;

import java.util.List;
import java.util.regex.Pattern;

/** Finds in logs what no fault may lead to. */
final class LogAudit {

	private static final List<Pattern> NEVER = List.of(
			// The engine has met something that it did not foresee.
			Pattern.compile(" ERROR \\d+ --- (\\[[^]]*] ){2}(d\\.h\\.|d\\.holdfast|dev\\.holdfast).*"),
			// The last guard: two nodes were about to record the same step.
			Pattern.compile(".*holdfast_event_pk.*"),
			// Work that nobody would have done.
			Pattern.compile(".*was this node's, but not in its memory.*"),
			Pattern.compile(".*OutOfMemoryError.*|.*NonDeterminismError.*|.*StackOverflowError.*"));

	private LogAudit() {
	}

	/** What is wrong, each in a line. */
	static List<String> violations(Node node) {
		return node.logLines()
			.stream()
			.filter((line) -> NEVER.stream().anyMatch((pattern) -> pattern.matcher(line).find()))
			.map((line) -> node.name() + " logged: " + line)
			.limit(10)
			.toList();
	}

}
