package dev.holdfast.payload;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * A value cannot be written as JSON, or stored JSON cannot be read as the type that is
 * declared.
 */
public class PayloadException extends HoldfastException {

	public PayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
