package dev.holdfast.engine.store.schema;

import java.util.List;
import java.util.Locale;

/**
 * What an acknowledged commit survives.
 *
 * @param level in one word
 * @param hints what an operator should know or change, as sentences
 */
public record DurabilityReport(Level level, List<String> hints) {

	public DurabilityReport {
		hints = List.copyOf(hints);
	}

	/** The level as health details show it, in lower case. */
	public String label() {
		return this.level.name().toLowerCase(Locale.ROOT);
	}

	/** What a commit survives. */
	public enum Level {

		/** Nothing: the database is in memory. */
		NONE,

		/** A killed process. */
		PROCESS,

		/** A power cut. */
		POWER,

		/** What the database server promises. */
		DATABASE

	}

}
