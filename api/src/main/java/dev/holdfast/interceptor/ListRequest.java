package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * A page of executions that a client asks for. The query may be changed, if it is changed
 * in the same way for every page.
 *
 * @param query what is looked for
 * @param size how many at most
 * @param cursor where the page before ended, or {@code null} for the first page
 */
public record ListRequest(String query, int size, @Nullable String cursor) {

	/** The same request with another query. */
	public ListRequest withQuery(String query) {
		return new ListRequest(query, this.size, this.cursor);
	}

}
