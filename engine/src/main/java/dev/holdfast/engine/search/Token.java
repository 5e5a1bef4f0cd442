package dev.holdfast.engine.search;

import org.jspecify.annotations.Nullable;

/**
 * A part of a query.
 *
 * @param text as it is written, without quotes
 * @param position where it begins
 */
record Token(Type type, String text, int position) {

	/** What it is. */
	enum Type {

		/** A keyword or the name of a field. */
		WORD,
		/** The name of a field in backticks. */
		NAME,
		/** A string in quotes. */
		STRING,
		/** A number. */
		NUMBER,
		/** An operator, a parenthesis or a comma. */
		SYMBOL,
		/** Nothing more. */
		END

	}

	@Nullable Keyword keyword() {
		return (this.type == Type.WORD) ? Keyword.of(this.text) : null;
	}

	boolean is(Keyword keyword) {
		return keyword() == keyword;
	}

	boolean is(String symbol) {
		return this.type == Type.SYMBOL && this.text.equals(symbol);
	}

	/** What it is called in messages. */
	String described() {
		return switch (this.type) {
			case END -> "the end";
			case STRING -> "the string '" + this.text + "'";
			default -> "'" + this.text + "'";
		};
	}

}
