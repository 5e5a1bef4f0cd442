package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Executions that a client wants to be counted. The query may be changed.
 *
 * @param query what is counted
 * @param field by the values of which field, or {@code null} for one number
 */
public record CountRequest(String query, @Nullable String field) {

	/** The same request with another query. */
	public CountRequest withQuery(String query) {
		return new CountRequest(query, this.field);
	}

}
