package dev.holdfast.engine.search;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import dev.holdfast.client.InvalidQueryException;

/**
 * A query for executions that has been understood.
 *
 * @param condition what must hold of an execution
 * @param orderBy by what they are ordered: the time of their start or of their close
 * @param descending whether the latest come first
 */
public record ExecutionQuery(Condition condition, BuiltInField orderBy, boolean descending) {

	/** Those of which a condition holds, newest first. */
	public ExecutionQuery(Condition condition) {
		this(condition, BuiltInField.START_TIME, true);
	}

	/**
	 * Understands a query.
	 * @throws InvalidQueryException if it is none
	 */
	public static ExecutionQuery parse(String text) {
		return new QueryParser(text).query();
	}

	/** A number that tells queries apart. */
	public long fingerprint() {
		CRC32 crc = new CRC32();
		crc.update(toString().getBytes(StandardCharsets.UTF_8));
		return crc.getValue();
	}

}
