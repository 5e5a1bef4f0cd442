package dev.holdfast.engine.client;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

import dev.holdfast.client.InvalidCursorException;
import dev.holdfast.engine.search.ExecutionQuery;
import dev.holdfast.engine.store.ExecutionSearch;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as text for whoever asks for the next one. */
final class Cursor {

	private static final byte VERSION = 1;

	private static final int SIZE = 1 + 4 * Long.BYTES;

	private Cursor() {
	}

	static String write(ExecutionSearch.Position position, ExecutionQuery query) {
		ByteBuffer bytes = ByteBuffer.allocate(SIZE)
			.put(VERSION)
			.putLong(query.fingerprint())
			.putLong(position.key())
			.putLong(position.runId().getMostSignificantBits())
			.putLong(position.runId().getLeastSignificantBits());
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
	}

	/**
	 * Reads one.
	 * @throws InvalidCursorException if it is none, or one of another query
	 */
	static ExecutionSearch.Position read(String cursor, ExecutionQuery query) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
			if (bytes.remaining() == SIZE && bytes.get() == VERSION) {
				if (bytes.getLong() != query.fingerprint()) {
					throw new InvalidCursorException(
							"This cursor was answered to another query. Ask for the next page by the same query.",
							null);
				}
				return new ExecutionSearch.Position(bytes.getLong(), new UUID(bytes.getLong(), bytes.getLong()));
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid(cursor, ex);
		}
		throw invalid(cursor, null);
	}

	private static InvalidCursorException invalid(String cursor, @Nullable Throwable cause) {
		return new InvalidCursorException("This is no cursor that a page was answered with: '"
				+ ((cursor.length() > 100) ? cursor.substring(0, 100) + "…" : cursor) + "'", cause);
	}

}
