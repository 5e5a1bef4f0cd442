package dev.holdfast.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stack traces as bounded text, one frame a line, and back. */
final class StackTraceText {

	private static final int MAX_LENGTH = 32 * 1024;

	private static final String PREFIX = "at ";

	private static final String CUT = "…\n";

	/** [loader/][module[@version]/]class.method(where). */
	private static final Pattern FRAME = Pattern
		.compile("at (?:[^/()]*/)?(?:[^/()]*/)?(?<class>[^/()]+)\\.(?<method>[^.()/]+)\\((?<where>[^()]*)\\)");

	private static final Pattern FILE_AND_LINE = Pattern.compile("(?<file>.*):(?<line>\\d{1,9})");

	private StackTraceText() {
	}

	static String of(StackTraceElement[] frames) {
		StringBuilder text = new StringBuilder();
		for (StackTraceElement frame : frames) {
			String line = PREFIX + frame + "\n";
			if (text.length() + line.length() > MAX_LENGTH - CUT.length()) {
				return text.append(CUT).toString();
			}
			text.append(line);
		}
		return text.toString();
	}

	/** The frames of a text; lines that are none are left out. */
	static StackTraceElement[] parse(String text) {
		List<StackTraceElement> frames = new ArrayList<>();
		text.lines().forEach((line) -> {
			Matcher frame = FRAME.matcher(line);
			if (frame.matches()) {
				frames.add(frame(frame.group("class"), frame.group("method"), frame.group("where")));
			}
		});
		return frames.toArray(StackTraceElement[]::new);
	}

	private static StackTraceElement frame(String type, String method, String where) {
		if (where.equals("Native Method")) {
			return new StackTraceElement(type, method, null, -2);
		}
		Matcher position = FILE_AND_LINE.matcher(where);
		if (position.matches()) {
			return new StackTraceElement(type, method, position.group("file"),
					Integer.parseInt(position.group("line")));
		}
		return new StackTraceElement(type, method, where.equals("Unknown Source") ? null : where, -1);
	}

}
