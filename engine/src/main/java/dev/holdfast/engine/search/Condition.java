package dev.holdfast.engine.search;

import java.util.List;

/**
 * What must hold of an execution for a query to find it. A field that an execution does
 * not have makes every comparison false, negated ones too. Values are those of the field:
 * {@code String}, {@code UUID}, or {@code Long} for numbers, and microseconds for times
 * and durations; those of search attributes are {@code String}, {@code BigDecimal} and
 * {@code Boolean}.
 */
public sealed interface Condition {

	/** All executions. */
	record All() implements Condition {
	}

	/** Each of several conditions holds. */
	record And(List<Condition> conditions) implements Condition {
	}

	/** One of several conditions holds. */
	record Or(List<Condition> conditions) implements Condition {
	}

	/** A condition does not hold. */
	record Not(Condition condition) implements Condition {
	}

	/** A field has a value or has none. */
	record Present(Field field, boolean negated) implements Condition {
	}

	/** A field compares so with a value. */
	record Compare(Field field, Operator operator, Object value) implements Condition {
	}

	/** A field is one of several values, or none of them. */
	record In(Field field, boolean negated, List<Object> values) implements Condition {
	}

	/** A field is in a range with its ends, or outside of it. */
	record Between(Field field, boolean negated, Object low, Object high) implements Condition {
	}

	/** A string begins with another one, or does not. */
	record StartsWith(Field field, boolean negated, String prefix) implements Condition {
	}

	/** The workflow id or type has a text in it, in capitals or not. */
	record Mentions(String text) implements Condition {
	}

	/** How values are compared. */
	enum Operator {

		EQUAL("="), NOT_EQUAL("!="), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(">=");

		private final String symbol;

		Operator(String symbol) {
			this.symbol = symbol;
		}

		/** How it is written. */
		public String symbol() {
			return this.symbol;
		}

		boolean isEquality() {
			return this == EQUAL || this == NOT_EQUAL;
		}

	}

}
