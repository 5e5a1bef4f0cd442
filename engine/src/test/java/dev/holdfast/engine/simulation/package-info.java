/**
 * Whole clusters of production engines in one JVM, on one database, with a scheduler that
 * a seed decides on and time that goes by only when nobody has anything to do.
 */
@NullMarked
package dev.holdfast.engine.simulation;

import org.jspecify.annotations.NullMarked;
