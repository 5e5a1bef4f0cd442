package dev.holdfast.engine.search;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The words of the query language. */
enum Keyword {

	AND, OR, NOT, IN, BETWEEN, STARTS_WITH, LIKE, IS, NULL, TRUE, FALSE, ORDER, GROUP, BY, ASC, DESC;

	/** The keyword that a name is, in capitals or not, or {@code null}. */
	static @Nullable Keyword of(String name) {
		String capitals = name.toUpperCase(Locale.ROOT);
		for (Keyword keyword : values()) {
			if (keyword.name().equals(capitals)) {
				return keyword;
			}
		}
		return null;
	}

}
