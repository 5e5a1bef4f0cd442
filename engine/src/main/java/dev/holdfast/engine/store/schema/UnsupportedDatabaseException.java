package dev.holdfast.engine.store.schema;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * The engine cannot work with this database, or not with the connections that the data
 * source gives. The message names everything that is in the way.
 */
public final class UnsupportedDatabaseException extends HoldfastException {

	UnsupportedDatabaseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
