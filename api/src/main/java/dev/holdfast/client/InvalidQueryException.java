package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/** A query for executions does not say what it must say. The message shows where. */
public final class InvalidQueryException extends HoldfastException {

	private final String query;

	private final int position;

	public InvalidQueryException(String problem, String query, int position) {
		super(problem + excerpt(query, position), null);
		this.query = query;
		this.position = position;
	}

	private static String excerpt(String query, int position) {
		int from = Math.max(0, position - 40);
		int to = Math.min(query.length(), position + 30);
		String part = query.substring(from, to).replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
		return " At position " + (position + 1) + ":\n  " + part + "\n  " + " ".repeat(position - from) + "^";
	}

	/** The query. */
	public String query() {
		return this.query;
	}

	/** Where the problem begins, in characters from 0. */
	public int position() {
		return this.position;
	}

}
