package dev.holdfast.engine.simulation;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A statement that a process has executed, with what it was given: told to whoever
 * watches once it is committed.
 *
 * @param sql the statement, with single spaces
 * @param parameters what stands for its question marks
 * @param count how many rows it changed
 */
record Written(String sql, List<@Nullable Object> parameters, int count) {

	boolean startsWith(String beginning) {
		return this.sql.startsWith(beginning);
	}

	/** What stands for the question mark in a condition or assignment of a column. */
	@Nullable Object of(String column) {
		int at = this.sql.indexOf(column + " = ?");
		return (at < 0) ? inserted(column) : this.parameters.get(questionMarks(this.sql.substring(0, at)));
	}

	private @Nullable Object inserted(String column) {
		int open = this.sql.indexOf('(');
		int close = this.sql.indexOf(')');
		if (!this.sql.startsWith("insert into") || open < 0 || close < open) {
			return null;
		}
		String[] columns = this.sql.substring(open + 1, close).toLowerCase(Locale.ROOT).split("\\s*,\\s*");
		for (int i = 0; i < columns.length; i++) {
			if (columns[i].strip().equals(column)) {
				return this.parameters.get(i);
			}
		}
		return null;
	}

	static int questionMarks(String text) {
		return (int) text.chars().filter((character) -> character == '?').count();
	}

}
