/** The tables, and everything that reads or writes them. */
@NullMarked
package dev.holdfast.engine.store;

import org.jspecify.annotations.NullMarked;
