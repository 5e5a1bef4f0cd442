package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.ValueAttributes.VersionRecorded;
import java.util.UUID;

/** The rules for names that users choose. */
public final class Identifiers {

	private static final int MAX_LENGTH = 255;

	private Identifiers() {
	}

	/** Checks the id of an execution. */
	public static String requireWorkflowId(String id) {
		return require(id, "A workflow id");
	}

	/** Checks the id of a schedule. */
	public static String requireScheduleId(String id) {
		return require(id, "A schedule id");
	}

	/** Checks the name of a task queue. */
	public static String requireTaskQueue(String name) {
		return require(name, "The name of a task queue");
	}

	/** Checks the name of a signal. */
	public static String requireSignalName(String name) {
		return require(name, "The name of a signal");
	}

	/** Checks the name of an update. */
	public static String requireUpdateName(String name) {
		return require(name, "The name of an update");
	}

	/** Checks the id of an update. */
	public static String requireUpdateId(String id) {
		return require(id, "The id of an update");
	}

	/** Checks the id of a request. */
	public static String requireRequestId(String id) {
		return require(id, "A request id");
	}

	/** Checks and reads the id of a run. */
	static UUID requireRunId(String id) {
		try {
			return UUID.fromString(id);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The id of a run is a UUID, which '" + id + "' is not", ex);
		}
	}

	/** Checks the id of a change to workflow code. */
	static String requireChangeId(String id) {
		if (id.equals(VersionRecorded.WORKFLOW)) {
			throw new IllegalArgumentException(
					"The id of a change must not be '" + id + "', which stands for the version of the workflow itself");
		}
		return require(id, "The id of a change");
	}

	/** Checks the id of a mutable side effect. */
	static String requireSideEffectId(String id) {
		return require(id, "The id of a mutable side effect");
	}

	/** Checks a key of a memo. */
	static String requireMemoKey(String key) {
		return require(key, "A key of a memo");
	}

	private static String require(String text, String what) {
		if (text.isBlank()) {
			throw new IllegalArgumentException(what + " must not be empty or blank");
		}
		if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
			throw new IllegalArgumentException(what + " must have at most " + MAX_LENGTH + " characters, but has "
					+ text.codePointCount(0, text.length()));
		}
		for (int i = 0; i < text.length();) {
			int codePoint = text.codePointAt(i);
			if (Character.isISOControl(codePoint)) {
				throw new IllegalArgumentException(what + " must not contain control characters, but has U+"
						+ String.format("%04X", codePoint) + " at position " + i);
			}
			if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
				throw new IllegalArgumentException(
						what + " must be valid Unicode, but has half a surrogate pair at position " + i);
			}
			i += Character.charCount(codePoint);
		}
		if (Character.isWhitespace(text.charAt(0)) || Character.isWhitespace(text.charAt(text.length() - 1))) {
			throw new IllegalArgumentException(what + " must not begin or end with a space");
		}
		return text;
	}

}
