package dev.holdfast.engine.replay;

import dev.holdfast.HoldfastException;

/**
 * Code that must change nothing, such as a query, tried to begin something or to block.
 */
public final class ReadOnlyException extends HoldfastException {

	ReadOnlyException(String call, String where) {
		super(call + " is not allowed in " + where + ", which must not begin work, block or change anything.", null);
	}

}
