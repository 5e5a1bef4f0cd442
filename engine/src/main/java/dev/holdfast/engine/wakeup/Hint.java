package dev.holdfast.engine.wakeup;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others about a run. Written as text that people can read in the
 * log of a database; what a later version writes is passed over.
 *
 * @param kind what it says
 * @param runId the run
 * @param owner of work: whose it is, or {@code null} if anybody's
 */
record Hint(Kind kind, UUID runId, @Nullable UUID owner) {

	private static final String VERSION = "1";

	/** What hints say. */
	enum Kind {

		/** There is work for the run. */
		WORK('w'),
		/** Somebody waits for the run to come further. */
		AWAITED('a'),
		/** The run has come further. */
		FURTHER('f');

		final char letter;

		Kind(char letter) {
			this.letter = letter;
		}

		static @Nullable Kind of(char letter) {
			for (Kind kind : values()) {
				if (kind.letter == letter) {
					return kind;
				}
			}
			return null;
		}

	}

	/** What a node says at once; nothing if it has stopped. */
	record Batch(UUID sender, List<Hint> hints) {
	}

	/** As few texts as they fit into. */
	static List<String> write(UUID sender, List<Hint> hints) {
		String start = VERSION + " " + sender;
		List<String> texts = new ArrayList<>();
		StringBuilder text = new StringBuilder(start);
		for (Hint hint : hints) {
			String one = hint.toString();
			if (text.length() + one.length() > HintChannel.MAX_LENGTH) {
				texts.add(text.toString());
				text = new StringBuilder(start);
			}
			text.append(one);
		}
		texts.add(text.toString());
		return texts;
	}

	/** Reads what can be read; answers {@code null} if it is none of ours. */
	static @Nullable Batch read(String text) {
		String[] parts = text.split(" ");
		UUID sender = (parts.length > 1 && parts[0].equals(VERSION)) ? uuid(parts[1]) : null;
		if (sender == null) {
			return null;
		}
		List<Hint> hints = new ArrayList<>();
		for (int i = 2; i < parts.length; i++) {
			String[] ids = parts[i].substring(Math.min(1, parts[i].length())).split("@");
			Kind kind = parts[i].isEmpty() ? null : Kind.of(parts[i].charAt(0));
			UUID runId = uuid(ids[0]);
			if (kind != null && runId != null) {
				hints.add(new Hint(kind, runId, (ids.length > 1) ? uuid(ids[1]) : null));
			}
		}
		return new Batch(sender, hints);
	}

	private static @Nullable UUID uuid(String text) {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return " " + this.kind.letter + this.runId + ((this.owner != null) ? "@" + this.owner : "");
	}

}
