package dev.holdfast.client;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/** A cursor is not one that a page of the same query was answered with. */
public final class InvalidCursorException extends HoldfastException {

	public InvalidCursorException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
