package dev.holdfast.engine.store.schema;

/** Who creates and upgrades the tables. */
public enum SchemaInitializeMode {

	/** Holdfast, when it starts. */
	ALWAYS,

	/**
	 * Somebody else, Flyway for instance. Holdfast runs no DDL and starts only if all
	 * tables are there.
	 */
	NEVER

}
