package dev.holdfast.engine.store.schema;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * The engine cannot work with its database as it is. Nobody but the owner of the database
 * can change that, so it is said what to do.
 */
public abstract sealed class UnusableDatabaseException extends HoldfastException
		permits DurabilityException, SchemaException, UnsupportedDatabaseException {

	private final String what;

	private final String remedy;

	UnusableDatabaseException(String what, String remedy, @Nullable Throwable cause) {
		super(what + " " + remedy, cause);
		this.what = what;
		this.remedy = remedy;
	}

	/** What is the matter, and where: one or several sentences. */
	public String what() {
		return this.what;
	}

	/** What to do: one or several sentences. */
	public String remedy() {
		return this.remedy;
	}

}
