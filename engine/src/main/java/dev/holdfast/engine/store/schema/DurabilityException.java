package dev.holdfast.engine.store.schema;

import org.jspecify.annotations.Nullable;

/**
 * The database would lose what it has acknowledged, and the engine was not able to change
 * that.
 */
public final class DurabilityException extends UnusableDatabaseException {

	DurabilityException(String what, String remedy, @Nullable Throwable cause) {
		super(what, remedy, cause);
	}

}
