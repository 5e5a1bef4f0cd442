package dev.holdfast.engine.store.schema;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * The database would lose what it has acknowledged, and the engine was not able to change
 * that.
 */
public final class DurabilityException extends HoldfastException {

	DurabilityException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
