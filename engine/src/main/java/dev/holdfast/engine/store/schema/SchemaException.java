package dev.holdfast.engine.store.schema;

import org.jspecify.annotations.Nullable;

/**
 * The tables are not what this version of Holdfast needs, or could not be made so. The
 * message names what is missing and the script that creates it.
 */
public final class SchemaException extends UnusableDatabaseException {

	SchemaException(String what, String remedy, @Nullable Throwable cause) {
		super(what, remedy, cause);
	}

}
