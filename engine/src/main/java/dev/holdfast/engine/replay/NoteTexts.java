package dev.holdfast.engine.replay;

/** The rules for texts that are written for people. */
public final class NoteTexts {

	private static final int SUMMARY = 200;

	private static final int DETAILS = 20_000;

	private NoteTexts() {
	}

	/** Checks a summary: one line. */
	public static String requireSummary(String text) {
		return require(text, "A summary", SUMMARY);
	}

	/** Checks details: as many lines as they need. */
	public static String requireDetails(String text) {
		return require(text, "Details", DETAILS);
	}

	/** Checks what something is said to be for: as many lines as it needs. */
	static String requireDescription(String text) {
		return require(text, "A description", DETAILS);
	}

	private static String require(String text, String what, int limit) {
		if (text.isBlank()) {
			throw new IllegalArgumentException(what + " must say something");
		}
		if (text.codePointCount(0, text.length()) > limit) {
			throw new IllegalArgumentException(what + " must have at most " + limit + " characters, but "
					+ (what.equals("Details") ? "have " : "has ") + text.codePointCount(0, text.length()));
		}
		return text;
	}

}
