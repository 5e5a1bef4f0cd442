package dev.holdfast.autoconfigure;

import javax.sql.DataSource;

import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.Durability;

/**
 * The database in which the workflows are, with its tables up to date and its commits as
 * durable as wanted.
 *
 * @param dataSource the application's data source
 * @param kind what it connects to
 * @param durability what its commits survive
 */
public record HoldfastDatabase(DataSource dataSource, DatabaseKind kind, Durability durability) {
}
