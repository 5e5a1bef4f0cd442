package dev.holdfast.engine.store.schema;

import org.jspecify.annotations.Nullable;

/**
 * The engine cannot work with this database, or not with the connections that the data
 * source gives. The message names everything that is in the way.
 */
public final class UnsupportedDatabaseException extends UnusableDatabaseException {

	UnsupportedDatabaseException(String what, String remedy, @Nullable Throwable cause) {
		super(what, remedy, cause);
	}

}
