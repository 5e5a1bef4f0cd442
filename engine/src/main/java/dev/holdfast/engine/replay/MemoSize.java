package dev.holdfast.engine.replay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.payload.PayloadTooLargeException;

/** How large a memo may be: its keys and its values as JSON, in UTF-8. */
public final class MemoSize {

	static final int LIMIT = 64 * 1024;

	private MemoSize() {
	}

	/**
	 * Adds a value to a memo.
	 * @param json the value as JSON text
	 * @throws PayloadTooLargeException if the memo would be too large; it is not changed
	 */
	public static void put(Map<String, String> memo, String key, String json) {
		Map<String, String> changed = new TreeMap<>(memo);
		changed.put(Identifiers.requireMemoKey(key), json);
		require(changed);
		memo.put(key, json);
	}

	/** Refuses a memo that is too large. */
	static void require(Map<String, String> memo) {
		long size = 0;
		for (Map.Entry<String, String> entry : memo.entrySet()) {
			size += entry.getKey().getBytes(StandardCharsets.UTF_8).length
					+ entry.getValue().getBytes(StandardCharsets.UTF_8).length;
		}
		if (size > LIMIT) {
			throw new PayloadTooLargeException("The memo", size, LIMIT,
					"A memo is for a few words about an execution.");
		}
	}

}
