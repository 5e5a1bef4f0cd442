package dev.holdfast.engine.search;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.InvalidQueryException;

/** Takes a query apart. */
final class Tokenizer {

	private static final int MAX_LENGTH = 10_000;

	private static final List<String> SYMBOLS = List.of("!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",");

	private final String query;

	private final List<Token> tokens = new ArrayList<>();

	private int at;

	Tokenizer(String query) {
		this.query = query;
	}

	List<Token> tokens() {
		if (this.query.length() > MAX_LENGTH) {
			throw new InvalidQueryException("A query must have at most " + MAX_LENGTH + " characters, but this one has "
					+ this.query.length() + ".", this.query, MAX_LENGTH);
		}
		while (true) {
			while (this.at < this.query.length() && Character.isWhitespace(this.query.charAt(this.at))) {
				this.at++;
			}
			if (this.at == this.query.length()) {
				this.tokens.add(new Token(Token.Type.END, "", this.at));
				return this.tokens;
			}
			next();
		}
	}

	private void next() {
		char first = this.query.charAt(this.at);
		if (first == '\'' || first == '"') {
			quoted(first, Token.Type.STRING);
		}
		else if (first == '`') {
			quoted(first, Token.Type.NAME);
		}
		else if (isDigit(first) || (first == '-' && isDigit(after(this.at)))) {
			number();
		}
		else if (isNameStart(this.query.codePointAt(this.at))) {
			word();
		}
		else {
			symbol();
		}
	}

	private void quoted(char quote, Token.Type type) {
		int from = this.at;
		StringBuilder text = new StringBuilder();
		while (true) {
			this.at++;
			if (this.at >= this.query.length()) {
				throw new InvalidQueryException("The quote that begins here is not closed.", this.query, from);
			}
			char c = this.query.charAt(this.at);
			if (c != quote) {
				text.append(c);
			}
			else if (after(this.at) == quote) {
				text.append(c);
				this.at++;
			}
			else {
				break;
			}
		}
		this.at++;
		int invalid = SearchAttributeValues.invalidCharacter(text.toString());
		if (invalid >= 0) {
			throw new InvalidQueryException("No value has U+" + String.format("%04X", (int) text.charAt(invalid))
					+ " in it, as this string does.", this.query, from);
		}
		this.tokens.add(new Token(type, text.toString(), from));
	}

	private void number() {
		int from = this.at;
		this.at++;
		digits();
		if (at(this.at) == '.' && isDigit(after(this.at))) {
			this.at++;
			digits();
		}
		if (at(this.at) == 'e' || at(this.at) == 'E') {
			int sign = (after(this.at) == '+' || after(this.at) == '-') ? 1 : 0;
			if (isDigit(at(this.at + 1 + sign))) {
				this.at += 1 + sign;
				digits();
			}
		}
		char next = at(this.at);
		if (Character.isLetter(next) || next == '-' || next == ':' || next == '.' || next == '_') {
			throw new InvalidQueryException(
					"This begins like a number but is none. Strings, times and durations need quotes:"
							+ " 'order-1', '2026-01-31T12:00:00Z', '5m'.",
					this.query, from);
		}
		this.tokens.add(new Token(Token.Type.NUMBER, this.query.substring(from, this.at), from));
	}

	private void digits() {
		while (isDigit(at(this.at))) {
			this.at++;
		}
	}

	private void word() {
		int from = this.at;
		while (this.at < this.query.length()) {
			int codePoint = this.query.codePointAt(this.at);
			if (!isNameStart(codePoint) && !Character.isDigit(codePoint) && codePoint != '.' && codePoint != '-'
					&& Character.getType(codePoint) != Character.NON_SPACING_MARK) {
				break;
			}
			this.at += Character.charCount(codePoint);
		}
		this.tokens.add(new Token(Token.Type.WORD, this.query.substring(from, this.at), from));
	}

	private void symbol() {
		if (this.query.startsWith("==", this.at)) {
			throw new InvalidQueryException("Equality is written with one '='.", this.query, this.at);
		}
		for (String symbol : SYMBOLS) {
			if (this.query.startsWith(symbol, this.at)) {
				this.tokens.add(new Token(Token.Type.SYMBOL, symbol, this.at));
				this.at += symbol.length();
				return;
			}
		}
		throw new InvalidQueryException("There is no place for '"
				+ Character.toString(this.query.codePointAt(this.at)).replaceAll("[\\p{Cntrl}\\p{Cs}]", "?")
				+ "' in a query, unless it is in quotes.", this.query, this.at);
	}

	private char after(int index) {
		return at(index + 1);
	}

	private char at(int index) {
		return (index < this.query.length()) ? this.query.charAt(index) : ' ';
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isNameStart(int codePoint) {
		return Character.isLetter(codePoint) || codePoint == '_';
	}

}
