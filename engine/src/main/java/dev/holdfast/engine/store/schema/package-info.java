/**
 * The database the engine finds: what it must be able to do, its tables, its durability
 * and its clock.
 */
@NullMarked
package dev.holdfast.engine.store.schema;

import org.jspecify.annotations.NullMarked;
